; claim: blind-lower-bound
; obligation: mixture-base
; In words: no agents have no weight and cost nothing
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const least Real)
(declare-const mass Real)
(declare-const mixed Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= mass 0.0))
(assert (= mixed 0.0))
(assert (not (>= mixed (* least mass))))
(check-sat)
