; claim: frozen-growth
; obligation: product-base
; In words: at the fork y_0 = 0: the empty product less one, and the sums over one edge differ by one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const Y Real)
(declare-const edges Real)
(declare-const product Real)
(declare-const y Real)
(assert (>= S 0.0))
(assert (>= Y 0.0))
(assert (>= edges 0.0))
(assert (> product 0.0))
(assert (>= y 0.0))
(assert (= y 0.0))
(assert (= Y 0.0))
(assert (= S 1.0))
(assert (= edges 1.0))
(assert (= product 1.0))
(assert (not (and (= (+ 1.0 y) product) (= S (+ Y edges)))))
(check-sat)
