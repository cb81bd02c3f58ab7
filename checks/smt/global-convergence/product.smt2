; claim: global-convergence
; obligation: product
; In words: (ii) where p is one, y_(v-1) + 1 = 1/Q gives y_v + 1 = 1/(Q q)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const q Real)
(declare-const y Real)
(assert (> Q 0.0))
(assert (> q 0.0))
(assert (>= y 0.0))
(assert (= (* Q (+ 1.0 y)) 1.0))
(assert (<= q 1.0))
(assert (not (= (* (* Q q) (+ 1.0 y)) (* 1.0 q))))
(check-sat)
