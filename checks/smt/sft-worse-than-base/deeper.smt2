; claim: sft-worse-than-base
; obligation: deeper
; In words: hence if g_K >= 3 (KL+K+1)(K/L+K+1), then so at K+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const bound Real)
(declare-const bound_next Real)
(declare-const g Real)
(declare-const g_next Real)
(assert (>= bound 0.0))
(assert (>= bound_next 0.0))
(assert (>= g 0.0))
(assert (>= g_next 0.0))
(assert (>= g (* 3.0 bound)))
(assert (>= g_next (* 4.0 g)))
(assert (<= bound_next (* 4.0 bound)))
(assert (not (>= g_next (* 3.0 bound_next))))
(check-sat)
