; claim: frozen-growth
; obligation: straight-out-base
; In words: before the first vertex there is no surplus
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (and (= 0.0 0.0) (= 0.0 0.0))))
(check-sat)
