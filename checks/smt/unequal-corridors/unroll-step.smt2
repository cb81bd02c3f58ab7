; claim: unequal-corridors
; obligation: unroll-step
; In words: if R is twice the products so far and the next product times r_(v-1), so it is one vertex
; on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const p Real)
(declare-const product Real)
(declare-const products Real)
(declare-const q Real)
(declare-const r Real)
(declare-const r_before Real)
(assert (> R 0.0))
(assert (> p 0.0))
(assert (> product 0.0))
(assert (>= products 0.0))
(assert (> q 0.0))
(assert (> r 0.0))
(assert (> r_before 0.0))
(assert (= R (+ (* 2.0 products) (* product r_before))))
(assert (= (* q r_before) (+ (* 2.0 q) (* p r))))
(assert (not (= (* R q) (+ (* 2.0 product q) (* 2.0 products q) (* p product r)))))
(check-sat)
