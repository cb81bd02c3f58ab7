; claim: learning-curve
; obligation: passage-base
; In words: passage: before the first diamond the closed forms of x and of the sum of x are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const i Real)
(declare-const x Real)
(declare-const y Real)
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (> x 0.0))
(assert (> y 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (not (and (= (* i (+ 2.0 (* (- 1.0) x) (* (- 1.0) y))) (* 0.0 y)) (= (* i (+ (* 4.0 x) (* (- 2.0) (* x x)) (* 2.0 y) (* (- 4.0) x y) (* (- 1.0) (+ (- 1.0) i) (+ (* (- 2.0) x) (* x x) (* (- 2.0) y) (* y y) (* 2.0 x y))))) (* 0.0 (* 2.0 x y))))))
(check-sat)
