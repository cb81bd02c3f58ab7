; claim: blind-lower-bound
; obligation: mixture-step
; In words: if agents of weight `mass` together cost at least mass times the bound, so they do with
; one agent more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const cost Real)
(declare-const least Real)
(declare-const mass Real)
(declare-const mixed Real)
(declare-const weight Real)
(assert (>= weight 0.0))
(assert (>= cost least))
(assert (>= mixed (* least mass)))
(assert (not (>= (+ mixed (* cost weight)) (* least (+ mass weight)))))
(check-sat)
