; claim: expected-cost
; obligation: along-base
; In words: at the fork the quantity of step 2 is x_0 + the sum beyond
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const R Real)
(declare-const R_fork Real)
(declare-const eta_v Real)
(declare-const i Real)
(declare-const x_fork Real)
(declare-const x_v Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= D 0.0))
(assert (= eta_v 1.0))
(assert (= x_v x_fork))
(assert (= R R_fork))
(assert (not (= (+ D R (* eta_v x_v)) (+ R_fork x_fork))))
(check-sat)
