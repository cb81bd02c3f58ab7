; claim: untied-convergence
; obligation: counted-step
; In words: x stays at least 0, E 2: so a vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const p Real)
(declare-const q Real)
(declare-const x Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (>= x 0.0) (>= E 2.0)))
(assert (not (and (>= (+ 1.0 (* (- 1.0) p) (* q x)) (* 0.0 p)) (>= (+ (* 2.0 q) (* E p)) (* 2.0 q)))))
(check-sat)
