; claim: cost-gradient
; obligation: along-step
; In words: if the differences of x so far add up to S times the first, so they do one vertex on, and
; S >= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const gain Real)
(declare-const new_0 Real)
(declare-const p Real)
(declare-const product Real)
(declare-const q Real)
(declare-const sum Real)
(declare-const x Real)
(declare-const x_0 Real)
(declare-const x_new Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (= (+ (* (- 1.0) x) x_new) (* product (+ new_0 (* (- 1.0) x_0)))) (>= product 0.0)))
(assert (and (= gain (* sum (+ new_0 (* (- 1.0) x_0)))) (>= sum 1.0)))
(assert (not (and (= (* p (+ (* gain p) (* (- 1.0) q x) (* q x_new))) (* p (* (+ new_0 (* (- 1.0) x_0)) (+ (* p sum) (* product q))))) (>= (+ (* p sum) (* product q)) (* 1.0 p)))))
(check-sat)
