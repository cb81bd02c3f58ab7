; claim: tilt-leaks-target
; obligation: back-base
; In words: at the leaf the weight is lam
; expected answer: unsat
(set-logic QF_NRA)
(declare-const B Real)
(declare-const i Real)
(declare-const lam Real)
(assert (>= B 0.0))
(assert (>= i 0.0))
(assert (> lam 0.0))
(assert (<= lam 1.0))
(assert (= i 0.0))
(assert (= B lam))
(assert (not (<= B lam)))
(check-sat)
