; claim: gradient-signs
; obligation: adjoint-diamond
; In words: one diamond of the adjoint recurrence takes 2 (1 + i (L+1)) to the same at i+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const u Real)
(assert (> L 0.0))
(assert (>= u 0.0))
(assert (not (= (+ 4.0 (* 2.0 L) (* 2.0 u (+ 1.0 L))) (+ 2.0 (* 2.0 (+ 1.0 L) (+ 1.0 u))))))
(check-sat)
