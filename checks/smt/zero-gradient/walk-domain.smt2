; claim: zero-gradient
; obligation: walk-domain
; In words: steps of a walk from the source: what is declared positive is so at the start, and stays
; so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const down Real)
(declare-const downs Real)
(assert (>= downs 0.0))
(assert (or (= down 0.0) (= down 1.0)))
(assert (not (and (>= 0.0 0.0) (>= (+ down downs) 0.0))))
(check-sat)
