; claim: frozen-growth
; obligation: straight-out-step
; In words: no surplus before a vertex leaves none behind it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const q Real)
(assert (> q 0.0))
(assert (<= q 1.0))
(assert (not (and (= 0.0 0.0) (= 0.0 0.0))))
(check-sat)
