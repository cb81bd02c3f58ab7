; claim: answer-law
; obligation: corridors-base
; In words: over no corridors all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const S Real)
(declare-const i Real)
(declare-const lam Real)
(declare-const mass Real)
(declare-const return Real)
(declare-const total Real)
(assert (>= i 0.0))
(assert (> lam 0.0))
(assert (= i 0.0))
(assert (= mass 0.0))
(assert (= return 0.0))
(assert (= total 0.0))
(assert (not (and (= return (* B mass)) (= total (* lam (+ (* A mass) (* S total)))))))
(check-sat)
