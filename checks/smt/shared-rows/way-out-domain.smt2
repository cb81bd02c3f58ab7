; claim: shared-rows
; obligation: way-out-domain
; In words: surplus crossings of the way out: what is declared positive is so at the start, and stays
; so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const a Real)
(declare-const c Real)
(assert (> P 0.0))
(assert (> a 0.0))
(assert (> c 0.0))
(assert (<= a 1.0))
(assert (<= c 1.0))
(assert (not (and (> 1.0 0.0) (> P 0.0))))
(check-sat)
