; claim: gradient-signs
; obligation: before-step
; In words: before: one diamond takes L x = M i and 2S = 2 (1 + M i) to the same at i+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const Mi Real)
(assert (> L 0.0))
(assert (>= Mi 0.0))
(assert (not (and (= (+ 1.0 (* (- 1.0) (* L L)) (* 2.0 L (+ 1.0 L)) (* Mi (+ 1.0 L))) (* (+ 1.0 L) (+ 1.0 L Mi))) (= (+ 4.0 (* 2.0 L) (* 2.0 Mi)) (+ 4.0 (* 2.0 L) (* 2.0 Mi))))))
(check-sat)
