; claim: learning-curve
; obligation: cost
; In words: with A for both passages H = 1 + (2W-1) A
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const x Real)
(declare-const y Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (> x 0.0))
(assert (> y 0.0))
(assert (not (= (* (* x y) (+ (* W (+ (* (- 2.0) K (+ (* (- 2.0) x) (* x x) (* (- 1.0) y) (* 2.0 x y))) (* x y) (* 2.0 K x y) (* (- 1.0) K (+ (- 1.0) K) (+ (* (- 2.0) x) (* x x) (* (- 2.0) y) (* y y) (* 2.0 x y))))) (* x y) (* (+ (- 1.0) W) (+ (* (- 2.0) K (+ (* (- 2.0) x) (* x x) (* (- 1.0) y) (* 2.0 x y))) (* x y) (* 2.0 K x y) (* (- 1.0) K (+ (- 1.0) K) (+ (* (- 2.0) x) (* x x) (* (- 2.0) y) (* y y) (* 2.0 x y))))))) (* (* x y) (+ (* x y) (* (+ (- 1.0) (* 2.0 W)) (+ (* x y) (* 2.0 K x y) (* K y (+ (* (+ 1.0 (* (- 1.0) x)) (+ 1.0 K)) (* (+ 1.0 (* (- 1.0) y)) (+ (- 1.0) K)))) (* K x (+ 1.0 K) (+ 2.0 (* (- 1.0) x) (* (- 1.0) y))))))))))
(check-sat)
