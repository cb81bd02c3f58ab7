; claim: learning-curve
; obligation: out-base
; In words: out: before the first diamond the closed forms of x and of the sum of x are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const a Real)
(declare-const b Real)
(declare-const i Real)
(assert (> P 0.0))
(assert (> a 0.0))
(assert (> b 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (not (and (= (* i (+ 2.0 (* (- 1.0) a) (* (- 1.0) b))) (* 0.0 b)) (= (* i (+ (* 4.0 a) (* (- 2.0) (* a a)) (* 2.0 b) (* (- 4.0) a b) (* (- 1.0) (+ (- 1.0) i) (+ (* (- 2.0) a) (* a a) (* (- 2.0) b) (* b b) (* 2.0 a b))))) (* 0.0 (* 2.0 a b))))))
(check-sat)
