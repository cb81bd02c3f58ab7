; claim: frozen-growth
; obligation: product-base
; In words: at the fork y_0 = 0: the empty product less one, and the sums over one edge differ by one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const i Real)
(declare-const product Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= product 1.0))
(assert (= S 1.0))
(assert (not (and (= (+ (- 1.0) product) 0.0) (= (+ (- 1.0) S (* (- 1.0) i)) 0.0))))
(check-sat)
