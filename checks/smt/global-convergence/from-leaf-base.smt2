; claim: global-convergence
; obligation: from-leaf-base
; In words: it holds at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const t_e Real)
(declare-const x_e Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x_e 0.0))
(assert (= t_e 1.0))
(assert (not (and (>= x_e 0.0) (>= t_e 1.0))))
(check-sat)
