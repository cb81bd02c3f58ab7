; claim: sft-dynamics
; obligation: lane-share-step
; In words: if so, it is still so one diamond on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const through Real)
(assert (> L 0.0))
(assert (> through 0.0))
(assert (>= L 1.0))
(assert (not (= (* (* L L) through) (* (* L L) through))))
(check-sat)
