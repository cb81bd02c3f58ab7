; claim: parametrisation
; obligation: descent-base
; In words: without a row both sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const fall Real)
(declare-const i Real)
(declare-const unsettled Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= fall 0.0))
(assert (= unsettled 0.0))
(assert (not (and (<= fall 0.0) (>= unsettled 0.0) (=> (= fall 0.0) (= unsettled 0.0)))))
(check-sat)
