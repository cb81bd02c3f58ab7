; claim: cost-gradient
; obligation: difference-step
; In words: one vertex on, the difference of x is multiplied by r
; expected answer: unsat
(set-logic QF_NRA)
(declare-const new_0 Real)
(declare-const p Real)
(declare-const product Real)
(declare-const q Real)
(declare-const x Real)
(declare-const x_0 Real)
(declare-const x_new Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (= (+ (* (- 1.0) x) x_new) (* product (+ new_0 (* (- 1.0) x_0)))) (>= product 0.0)))
(assert (not (and (= (* p (* q (+ (* (- 1.0) x) x_new))) (* p (* product q (+ new_0 (* (- 1.0) x_0))))) (>= (* product q) (* 0.0 p)))))
(check-sat)
