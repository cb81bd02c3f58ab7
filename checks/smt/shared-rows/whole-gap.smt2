; claim: shared-rows
; obligation: whole-gap
; In words: an egocentric backward gap is as large as the mean forward gap
; expected answer: sat
(set-logic QF_NRA)
(declare-const N Real)
(declare-const backward Real)
(declare-const lam Real)
(declare-const mean Real)
(declare-const phi Real)
(declare-const s Real)
(declare-const theta Real)
(assert (> N 0.0))
(assert (> lam 0.0))
(assert (= s (* lam theta)))
(assert (= (* N mean) (+ theta (* N lam s))))
(assert (= backward (* lam phi s)))
(assert (= phi 1.0))
(assert (> mean 0.0))
(assert (not (= backward mean)))
(check-sat)
