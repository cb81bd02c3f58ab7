; claim: shared-rows
; obligation: whatever-the-weight
; In words: an egocentric backward gap grows with the mean forward gap for lambda = 0 too
; expected answer: sat
(set-logic QF_NRA)
(declare-const N Real)
(declare-const any_weight Real)
(declare-const backward Real)
(declare-const mean Real)
(declare-const s Real)
(declare-const theta Real)
(assert (> N 0.0))
(assert (>= any_weight 0.0))
(assert (= s (* any_weight theta)))
(assert (= (* N mean) (+ theta (* N any_weight s))))
(assert (= backward (* any_weight s)))
(assert (> mean 0.0))
(assert (not (> backward 0.0)))
(check-sat)
