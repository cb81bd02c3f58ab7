; claim: tilt-coverage
; obligation: powers-domain
; In words: powers of two bases: what is declared positive is so at the start, and stays so
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
(assert (not (and (>= 1.0 0.0) (>= 1.0 0.0) (>= (* Y tilted_miss) 0.0) (>= (* X miss) 0.0))))
(check-sat)
