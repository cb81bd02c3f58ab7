; claim: gradient-signs
; obligation: adjoint-base
; In words: before the first diamond dA/dx is 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const u Real)
(assert (> L 0.0))
(assert (>= u 0.0))
(assert (= u 0.0))
(assert (not (= (+ 2.0 (* 2.0 u (+ 1.0 L))) 2.0)))
(check-sat)
