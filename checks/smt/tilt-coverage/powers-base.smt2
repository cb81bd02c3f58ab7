; claim: tilt-coverage
; obligation: powers-base
; In words: at k = 0 both powers are 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const Y Real)
(declare-const i Real)
(declare-const miss Real)
(declare-const tilted_miss Real)
(assert (>= X 0.0))
(assert (>= Y 0.0))
(assert (>= i 0.0))
(assert (>= tilted_miss 0.0))
(assert (<= tilted_miss miss))
(assert (= i 0.0))
(assert (= Y 1.0))
(assert (= X 1.0))
(assert (not (<= Y X)))
(check-sat)
