; claim: sft-worse-than-base
; obligation: deeper
; In words: if g >= 3 bound, g grows at least fourfold and the bound at most, then g >= 3 bound
; afterwards
; expected answer: unsat
(set-logic QF_NRA)
(declare-const bound Real)
(declare-const bound_next Real)
(declare-const g Real)
(declare-const g_next Real)
(assert (>= g (* 3.0 bound)))
(assert (>= g_next (* 4.0 g)))
(assert (<= bound_next (* 4.0 bound)))
(assert (not (>= g_next (* 3.0 bound_next))))
(check-sat)
