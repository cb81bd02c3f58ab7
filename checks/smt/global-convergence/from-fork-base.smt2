; claim: global-convergence
; obligation: from-fork-base
; In words: it holds at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const s_e Real)
(declare-const y_e Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= y_e 0.0))
(assert (= s_e 1.0))
(assert (not (and (>= y_e 0.0) (>= s_e 1.0))))
(check-sat)
