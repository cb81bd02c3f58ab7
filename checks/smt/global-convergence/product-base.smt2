; claim: global-convergence
; obligation: product-base
; In words: (ii) at the fork y_0 = 0 and the empty product Q = 1 give y_0 + 1 = 1/Q
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const y Real)
(assert (> Q 0.0))
(assert (>= y 0.0))
(assert (= y 0.0))
(assert (= Q 1.0))
(assert (not (= (* Q (+ 1.0 y)) 1.0)))
(check-sat)
