; claim: tilt-coverage
; obligation: powers-step
; In words: the power of the smaller base stays the smaller one
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
