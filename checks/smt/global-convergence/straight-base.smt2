; claim: global-convergence
; obligation: straight-base
; In words: it holds at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (= 0.0 0.0)))
(check-sat)
