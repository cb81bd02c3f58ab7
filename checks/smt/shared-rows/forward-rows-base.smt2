; claim: shared-rows
; obligation: forward-rows-base
; In words: without a row all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const lam Real)
(declare-const s Real)
(declare-const theta Real)
(assert (>= i 0.0))
(assert (> lam 0.0))
(assert (= i 0.0))
(assert (= theta 0.0))
(assert (not (and (= (* lam theta) 0.0) (= (+ theta (* i lam s)) 0.0))))
(check-sat)
