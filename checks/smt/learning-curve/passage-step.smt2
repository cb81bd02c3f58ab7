; claim: learning-curve
; obligation: passage-step
; In words: passage: one diamond of the recurrence takes the closed forms at i to those at i+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const x Real)
(declare-const y Real)
(assert (>= i 0.0))
(assert (> x 0.0))
(assert (> y 0.0))
(assert (not (and (= (* y (+ 2.0 (* (- 1.0) x) (* (- 1.0) y) (* i (+ 2.0 (* (- 1.0) x) (* (- 1.0) y))))) (* y (* (+ 1.0 i) (+ 2.0 (* (- 1.0) x) (* (- 1.0) y))))) (= (* (* 2.0 x y) (+ (* (- 2.0) i (+ (* (- 2.0) x) (* x x) (* (- 1.0) y) (* 2.0 x y))) (* 2.0 x (+ 1.0 (* (- 1.0) y))) (* 2.0 x (+ 1.0 (* (- 1.0) x) (* i (+ 2.0 (* (- 1.0) x) (* (- 1.0) y))))) (* 2.0 y (+ 1.0 (* (- 1.0) x))) (* 2.0 i y (+ 2.0 (* (- 1.0) x) (* (- 1.0) y))) (* (- 1.0) i (+ (- 1.0) i) (+ (* (- 2.0) x) (* x x) (* (- 2.0) y) (* y y) (* 2.0 x y))))) (* (* 2.0 x y) (+ (* (- 2.0) (+ 1.0 i) (+ (* (- 2.0) x) (* x x) (* (- 1.0) y) (* 2.0 x y))) (* (- 1.0) (+ (- 1.0) (* (- 1.0) i) (* (+ 1.0 i) (+ 1.0 i))) (+ (* (- 2.0) x) (* x x) (* (- 2.0) y) (* y y) (* 2.0 x y)))))))))
(check-sat)
