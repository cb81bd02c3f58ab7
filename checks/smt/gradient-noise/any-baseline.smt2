; claim: gradient-noise
; obligation: any-baseline
; In words: if E[T^2 S^2] E[S^2] - E[T S^2]^2 >= 2 (slope E[S^2])^2, then slope^2 is the variance of
; the mean of n walks only for n of at least 2 E[S^2] - 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const k Real)
(declare-const scores Real)
(declare-const slope Real)
(declare-const u_1 Real)
(declare-const u_2 Real)
(declare-const walks Real)
(assert (> scores 0.0))
(assert (>= (+ (* (- 1.0) (* u_1 u_1)) u_2) (* 2.0 (* slope slope))))
(assert (< slope 0.0))
(assert (= (* (* slope slope) (+ 1.0 walks)) (* scores (+ (* k k) u_2 (* (- 2.0) k u_1)))))
(assert (not (>= (+ 1.0 walks) (* 2.0 scores))))
(check-sat)
