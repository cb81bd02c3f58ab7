; claim: no-crossover
; obligation: powers-base
; In words: at k = 0 both powers are 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const miss Real)
(declare-const other_miss Real)
(declare-const other_power Real)
(declare-const power Real)
(assert (>= i 0.0))
(assert (>= other_power 0.0))
(assert (>= power 0.0))
(assert (>= miss 0.0))
(assert (<= miss other_miss))
(assert (= i 0.0))
(assert (= power 1.0))
(assert (= other_power 1.0))
(assert (not (<= power other_power)))
(check-sat)
