; claim: trajectory-entropy
; obligation: base-out-domain
; In words: surplus crossings out at base: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(assert (> P 0.0))
(assert (not (and (> 1.0 0.0) (> P 0.0))))
(check-sat)
