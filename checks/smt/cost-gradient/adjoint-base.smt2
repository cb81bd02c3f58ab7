; claim: cost-gradient
; obligation: adjoint-base
; In words: from one vertex further back, S = 1 + r
; expected answer: unsat
(set-logic QF_NRA)
(declare-const gain Real)
(declare-const i Real)
(declare-const new_0 Real)
(declare-const product Real)
(declare-const ratio Real)
(declare-const sum Real)
(declare-const x Real)
(declare-const x_0 Real)
(declare-const x_new Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x x_0))
(assert (= x_new new_0))
(assert (= gain (+ new_0 (* (- 1.0) x_0))))
(assert (= product 1.0))
(assert (= sum 1.0))
(assert (not (and (= (* product ratio) ratio) (= (+ 1.0 (* ratio sum)) (+ 1.0 ratio)))))
(check-sat)
