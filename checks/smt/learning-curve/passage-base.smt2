; claim: learning-curve
; obligation: passage-base
; In words: passage: before the first diamond the closed forms of x and of the sum of x are 0
; expected answer: unsat
(set-logic QF_NRA)
(assert (not (and (= 0.0 0.0) (= 0.0 0.0))))
(check-sat)
