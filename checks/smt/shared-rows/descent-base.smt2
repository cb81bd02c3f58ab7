; claim: shared-rows
; obligation: descent-base
; In words: without a row all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const i Real)
(declare-const lam Real)
(declare-const part Real)
(declare-const squares Real)
(assert (>= i 0.0))
(assert (> lam 0.0))
(assert (= i 0.0))
(assert (= squares 0.0))
(assert (= part 0.0))
(assert (not (= (+ squares (* C (* lam lam) part)) 0.0)))
(check-sat)
