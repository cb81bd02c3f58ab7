; claim: shared-rows
; obligation: portion
; In words: with s = lambda sum theta, a backward gap phi lambda s is phi sigma/(1+sigma) times the
; mean forward gap
; expected answer: unsat
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
(assert (not (= (* backward (+ 1.0 (* N (* lam lam)))) (* N (* lam lam) mean phi))))
(check-sat)
