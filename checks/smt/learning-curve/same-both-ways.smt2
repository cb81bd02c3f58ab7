; claim: learning-curve
; obligation: same-both-ways
; In words: read from the leaf the rows are the same
; expected answer: unsat
(set-logic QF_NRA)
(declare-const x Real)
(declare-const y Real)
(assert (> x 0.0))
(assert (> y 0.0))
(assert (not (and (= x x) (= y y) (= y y) (= x x))))
(check-sat)
