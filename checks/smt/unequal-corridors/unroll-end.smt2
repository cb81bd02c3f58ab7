; claim: unequal-corridors
; obligation: unroll-end
; In words: the last edge is walked out and back, r_2K = 2: R is twice the sum of all products
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
(assert (= R (+ (* 2.0 products) (* product r))))
(assert (= r 2.0))
(assert (not (= R (+ (* 2.0 product) (* 2.0 products)))))
(check-sat)
