; claim: shared-rows
; obligation: descent-step
; In words: if the cost falls at the sum of g^2 plus lambda^2 C times that of phi g, so with one row
; more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const g Real)
(declare-const lam Real)
(declare-const part Real)
(declare-const phi_r Real)
(declare-const squares Real)
(assert (> lam 0.0))
(assert (not (= (+ squares (* g (+ g (* C (* lam lam) phi_r))) (* C (* lam lam) part)) (+ (* g g) squares (* C (* lam lam) (+ part (* g phi_r)))))))
(check-sat)
