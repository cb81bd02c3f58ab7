; claim: fork-square-root
; obligation: matching-is-best
; In words: for W = 2, the fork that matches the prior, f = pi, is the best
; expected answer: sat
(set-logic QF_NRA)
(declare-const f_1 Real)
(declare-const f_2 Real)
(declare-const pi_1 Real)
(declare-const pi_2 Real)
(assert (> f_1 0.0))
(assert (> f_2 0.0))
(assert (> pi_1 0.0))
(assert (> pi_2 0.0))
(assert (= (+ pi_1 pi_2) 1.0))
(assert (= (+ f_1 f_2) 1.0))
(assert (not (>= (+ (* f_1 pi_2) (* f_2 pi_1)) (* 2.0 (* f_1 f_2)))))
(check-sat)
