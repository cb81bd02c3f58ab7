; claim: blind-lower-bound
; obligation: mixture-step
; In words: if agents of weight `mass` together cost at least mass (1 + W(2K+1)), so they do with one
; agent more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const cost Real)
(declare-const mass Real)
(declare-const mixed Real)
(declare-const weight Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= cost 0.0))
(assert (>= mass 0.0))
(assert (>= mixed 0.0))
(assert (>= weight 0.0))
(assert (>= mixed (* mass (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))))
(assert (>= cost (+ 1.0 (* W (+ 1.0 (* 2.0 K))))))
(assert (not (>= (+ mixed (* cost weight)) (* (+ mass weight) (+ 1.0 (* W (+ 1.0 (* 2.0 K))))))))
(check-sat)
