; claim: fork-square-root
; obligation: collapse-without-a-single-likeliest
; In words: if two corridors are equally likely, a fork that is best for one leaf visit takes one of
; them only
; expected answer: sat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const f_1 Real)
(declare-const f_2 Real)
(assert (>= f_1 0.0))
(assert (>= f_2 0.0))
(assert (= (+ f_1 f_2) 1.0))
(assert (= (+ f_1 f_2) (* 2.0 M)))
(assert (= (* 2.0 M) 1.0))
(assert (not (or (= f_1 0.0) (= f_2 0.0))))
(check-sat)
