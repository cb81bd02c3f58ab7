; claim: untied-convergence
; obligation: weights-step
; In words: a stays at least 2: so a vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const p Real)
(declare-const q Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (>= a 2.0))
(assert (not (>= (+ (* 2.0 p) (* a q)) (* 2.0 p))))
(check-sat)
