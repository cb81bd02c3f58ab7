; claim: gradient-signs
; obligation: before-domain
; In words: diamonds before: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const Mi Real)
(assert (> L 0.0))
(assert (>= Mi 0.0))
(assert (not (and (>= 0.0 0.0) (>= (+ 1.0 L Mi) 0.0))))
(check-sat)
