; claim: fork-square-root
; obligation: square-root-for-one-visit
; In words: for W = 2, the square-root fork is the best for one leaf visit too
; expected answer: sat
(set-logic QF_NRA)
(declare-const f_1 Real)
(declare-const f_2 Real)
(declare-const s_1 Real)
(declare-const s_2 Real)
(assert (>= f_1 0.0))
(assert (>= f_2 0.0))
(assert (> s_1 0.0))
(assert (> s_2 0.0))
(assert (= (+ f_1 f_2) 1.0))
(assert (not (>= (+ (* s_1 s_1 s_1) (* s_2 s_2 s_2)) (* (+ s_1 s_2) (+ (* f_1 (* s_1 s_1)) (* f_2 (* s_2 s_2)))))))
(check-sat)
