; claim: never-turn
; obligation: corridor-step
; In words: if R >= 2 + 2i/u behind a vertex, then so with i+1 before it; the sum of x grows by the
; new x
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const S Real)
(declare-const i Real)
(declare-const p Real)
(declare-const q Real)
(declare-const x Real)
(assert (>= R 0.0))
(assert (>= S 0.0))
(assert (>= i 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (>= (* R (+ 1.0 x)) (+ 2.0 (* 2.0 i) (* 2.0 x))) (>= S x)))
(assert (not (and (>= (* p (* (+ (* 2.0 q) (* R p)) (+ 1.0 (* q x)))) (* (* p q) (+ 2.0 (* 2.0 p) (* 2.0 i p) (* 2.0 q x)))) (>= (* p (+ 1.0 (* (- 1.0) p) (* S p) (* q x))) (* p (+ 1.0 (* (- 1.0) p) (* q x)))))))
(check-sat)
