; claim: global-convergence
; obligation: straight-step
; In words: if it holds before a vertex, it holds behind it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (= 0.0 0.0)))
(check-sat)
