; claim: no-crossover
; obligation: powers-step
; In words: the power of the smaller base stays the smaller one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const miss Real)
(declare-const other_miss Real)
(declare-const other_power Real)
(declare-const power Real)
(assert (>= other_power 0.0))
(assert (>= power 0.0))
(assert (>= miss 0.0))
(assert (<= miss other_miss))
(assert (<= power other_power))
(assert (not (<= (* miss power) (* other_miss other_power))))
(check-sat)
