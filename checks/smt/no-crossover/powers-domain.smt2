; claim: no-crossover
; obligation: powers-domain
; In words: powers of two bases: what is declared positive is so at the start, and stays so
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
(assert (not (and (>= 1.0 0.0) (>= 1.0 0.0) (>= (* miss power) 0.0) (>= (* other_miss other_power) 0.0))))
(check-sat)
