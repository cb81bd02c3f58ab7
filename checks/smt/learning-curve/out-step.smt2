; claim: learning-curve
; obligation: out-step
; In words: out: one diamond of the recurrence takes the closed forms at i to those at i+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const b Real)
(declare-const i Real)
(assert (> a 0.0))
(assert (> b 0.0))
(assert (>= i 0.0))
(assert (not (and (= (* b (+ 2.0 (* (- 1.0) a) (* (- 1.0) b) (* i (+ 2.0 (* (- 1.0) a) (* (- 1.0) b))))) (* b (* (+ 1.0 i) (+ 2.0 (* (- 1.0) a) (* (- 1.0) b))))) (= (* (* 2.0 a b) (+ (* 2.0 a (+ 1.0 (* (- 1.0) b))) (* 2.0 a (+ 1.0 (* (- 1.0) a) (* i (+ 2.0 (* (- 1.0) a) (* (- 1.0) b))))) (* 2.0 b (+ 1.0 (* (- 1.0) a))) (* (- 2.0) i (+ (* (- 2.0) a) (* a a) (* (- 1.0) b) (* 2.0 a b))) (* 2.0 b i (+ 2.0 (* (- 1.0) a) (* (- 1.0) b))) (* (- 1.0) i (+ (- 1.0) i) (+ (* (- 2.0) a) (* a a) (* (- 2.0) b) (* b b) (* 2.0 a b))))) (* (* 2.0 a b) (+ (* (- 2.0) (+ 1.0 i) (+ (* (- 2.0) a) (* a a) (* (- 1.0) b) (* 2.0 a b))) (* (- 1.0) (+ (- 1.0) (* (- 1.0) i) (* (+ 1.0 i) (+ 1.0 i))) (+ (* (- 2.0) a) (* a a) (* (- 2.0) b) (* b b) (* 2.0 a b)))))))))
(check-sat)
