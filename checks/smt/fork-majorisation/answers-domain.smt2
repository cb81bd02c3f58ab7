; claim: fork-majorisation
; obligation: answers-domain
; In words: all corridors, one after the other: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const pi Real)
(declare-const pi_before Real)
(assert (>= pi 0.0))
(assert (>= pi_before 0.0))
(assert (<= pi pi_before))
(assert (not (and (>= 1.0 0.0) (>= pi 0.0))))
(check-sat)
