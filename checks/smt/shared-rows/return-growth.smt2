; claim: shared-rows
; obligation: return-growth
; In words: (L + F)(1 + LF) >= F (L+1)^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const L Real)
(assert (> F 0.0))
(assert (> L 0.0))
(assert (>= F 1.0))
(assert (not (>= (* (+ F L) (+ 1.0 (* F L))) (* F (* (+ 1.0 L) (+ 1.0 L))))))
(check-sat)
