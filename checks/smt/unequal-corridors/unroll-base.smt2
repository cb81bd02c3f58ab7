; claim: unequal-corridors
; obligation: unroll-base
; In words: at the fork nothing is counted yet: R = r_0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const product Real)
(declare-const products Real)
(declare-const r Real)
(assert (> R 0.0))
(assert (> product 0.0))
(assert (>= products 0.0))
(assert (> r 0.0))
(assert (= products 0.0))
(assert (= product 1.0))
(assert (= R r))
(assert (not (= R (+ (* 2.0 products) (* product r)))))
(check-sat)
