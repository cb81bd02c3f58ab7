; claim: tilt-coverage
; obligation: powers-step
; In words: if Y <= X and the base of Y is at most that of X, so for the next powers
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const Y Real)
(declare-const miss Real)
(declare-const tilted_miss Real)
(assert (>= X 0.0))
(assert (>= Y 0.0))
(assert (>= tilted_miss 0.0))
(assert (<= tilted_miss miss))
(assert (<= Y X))
(assert (not (<= (* Y tilted_miss) (* X miss))))
(check-sat)
