; claim: shared-rows
; obligation: descent
; In words: the cost falls at sum g^2 + lambda^2 C^2 >= sum g^2, C the sum of phi g: one row more, and
; at the last one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const fall Real)
(declare-const g Real)
(declare-const lam Real)
(declare-const part Real)
(declare-const phi Real)
(declare-const squares Real)
(assert (> lam 0.0))
(assert (= fall (+ squares (* C (* lam lam) part))))
(assert (not (and (= (+ fall (* g (+ g (* C (* lam lam) phi)))) (+ (* g g) squares (* C (* lam lam) (+ part (* g phi))))) (=> (= (+ part (* g phi)) C) (>= (+ fall (* g (+ g (* C (* lam lam) phi)))) (+ (* g g) squares))))))
(check-sat)
