; claim: support-preserved
; obligation: mean-base
; In words: over no moves, |sum pi v| <= V (sum pi)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const mass Real)
(declare-const mean Real)
(assert (> V 0.0))
(assert (>= mass 0.0))
(assert (= mean 0.0))
(assert (= mass 0.0))
(assert (not (and (<= (* (- 1.0) V mass) mean) (<= mean (* V mass)))))
(check-sat)
