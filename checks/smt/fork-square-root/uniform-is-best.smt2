; claim: fork-square-root
; obligation: uniform-is-best
; In words: for W = 3, the fork that is uniform is the best
; expected answer: sat
(set-logic QF_NRA)
(declare-const f_1 Real)
(declare-const f_2 Real)
(declare-const f_3 Real)
(declare-const pi_1 Real)
(declare-const pi_2 Real)
(declare-const pi_3 Real)
(assert (> f_1 0.0))
(assert (> f_2 0.0))
(assert (> f_3 0.0))
(assert (> pi_1 0.0))
(assert (> pi_2 0.0))
(assert (> pi_3 0.0))
(assert (= (+ pi_1 pi_2 pi_3) 1.0))
(assert (= (+ f_1 f_2 f_3) 1.0))
(assert (not (>= (+ (* f_1 f_2 pi_3) (* f_1 f_3 pi_2) (* f_2 f_3 pi_1)) (* 3.0 (* f_1 f_2 f_3)))))
(check-sat)
