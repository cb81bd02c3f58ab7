; claim: global-convergence
; obligation: no-surplus-without-turn
; In words: (ii) where p and q are one, y_(v-1) = 0 gives y_v = 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const y Real)
(assert (>= y 0.0))
(assert (= y 0.0))
(assert (not (= y 0.0)))
(check-sat)
