; claim: frozen-growth
; obligation: product-step
; In words: if y + 1 is the product and the sums of the two differ by the number of edges, so it is
; one vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const Y Real)
(declare-const edges Real)
(declare-const product Real)
(declare-const q Real)
(declare-const y Real)
(assert (>= S 0.0))
(assert (>= Y 0.0))
(assert (>= edges 0.0))
(assert (> product 0.0))
(assert (> q 0.0))
(assert (>= y 0.0))
(assert (<= q 1.0))
(assert (= (+ 1.0 y) product))
(assert (= S (+ Y edges)))
(assert (not (and (= (* q (+ 1.0 y)) (* product q)) (= (* q (+ product (* S q))) (* q (+ 1.0 y (* Y q) (* edges q)))))))
(check-sat)
