; claim: frozen-growth
; obligation: product-step
; In words: if y + 1 is the product and the sums of the two differ by the number of edges, so it is
; one vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Delta Real)
(declare-const S Real)
(declare-const delta Real)
(declare-const i Real)
(declare-const product Real)
(declare-const q Real)
(assert (>= Delta 0.0))
(assert (>= delta 0.0))
(assert (>= i 0.0))
(assert (> q 0.0))
(assert (<= q 1.0))
(assert (<= delta (+ 1.0 (* (- 1.0) q))))
(assert (<= (+ 1.0 (* (- 1.0) q)) Delta))
(assert (not (and (= (* q (+ product (* (- 1.0) q))) (* q (+ product (* (- 1.0) q)))) (= (* q (+ product (* (- 2.0) q) (* S q) (* (- 1.0) i q))) (* q (+ product (* (- 2.0) q) (* S q) (* (- 1.0) i q)))))))
(check-sat)
