; claim: support-preserved
; obligation: mean-step
; In words: if |sum pi v| <= V (sum pi) over some moves, it is so with one more move of |v| <= V
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const mass Real)
(declare-const mean Real)
(declare-const p Real)
(declare-const v Real)
(assert (> V 0.0))
(assert (>= mass 0.0))
(assert (>= p 0.0))
(assert (and (<= (* (- 1.0) V mass) mean) (<= mean (* V mass))))
(assert (and (<= (* (- 1.0) V) v) (<= v V)))
(assert (not (and (<= (* (- 1.0) V (+ mass p)) (+ mean (* p v))) (<= (+ mean (* p v)) (* V (+ mass p))))))
(check-sat)
