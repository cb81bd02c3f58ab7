; claim: unequal-corridors
; obligation: unroll-base
; In words: at the fork nothing is counted yet
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_fork Real)
(declare-const beyond Real)
(declare-const i Real)
(declare-const product Real)
(declare-const products Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= products 0.0))
(assert (= product 1.0))
(assert (= beyond R_fork))
(assert (not (= R_fork (+ (* 2.0 products) (* beyond product)))))
(check-sat)
