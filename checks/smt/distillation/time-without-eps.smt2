; claim: distillation
; obligation: time-without-eps
; In words: an exit row of weight w = 1/4 (W = L = 2) has an error of at most delta from time L/(w
; delta) on, whatever eps > 0: the lower bound of its error allows that
; expected answer: sat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const eps Real)
(declare-const t Real)
(assert (> delta 0.0))
(assert (>= eps 0.0))
(assert (>= t 0.0))
(assert (> eps 0.0))
(assert (<= eps 1.0))
(assert (>= (* delta t) 8.0))
(assert (not (<= 8.0 (* delta (+ 12.0 (* 3.0 eps t))))))
(check-sat)
