; claim: never-turn
; obligation: two-terms
; In words: two numbers whose product is at least n^2 add up to at least 2n
; expected answer: unsat
(set-logic QF_NRA)
(declare-const mean Real)
(declare-const one Real)
(declare-const other Real)
(assert (>= mean 0.0))
(assert (>= one 0.0))
(assert (>= other 0.0))
(assert (>= (* one other) (* mean mean)))
(assert (not (>= (+ one other) (* 2.0 mean))))
(check-sat)
