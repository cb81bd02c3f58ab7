; claim: untied-convergence
; obligation: excursion-step
; In words: E is at most twice the number of edges if every q is one: so a vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const i Real)
(declare-const p Real)
(declare-const q Real)
(declare-const x Real)
(assert (>= i 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (>= x 0.0) (>= E 0.0) (<= E (+ 2.0 (* 2.0 i)))))
(assert (not (and (>= (+ 1.0 (* (- 1.0) p) x) (* 0.0 p)) (>= (+ 2.0 (* E p)) 0.0) (<= (+ 2.0 (* E p)) (+ 4.0 (* 2.0 i))))))
(check-sat)
