; claim: support-preserved
; obligation: moves-step
; In words: if both hold over some moves, they do with one move more of |v| <= V and g >= min g
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const g Real)
(declare-const g_min Real)
(declare-const mass Real)
(declare-const mean Real)
(declare-const p_i Real)
(declare-const total Real)
(declare-const v Real)
(assert (> V 0.0))
(assert (> g 0.0))
(assert (> g_min 0.0))
(assert (>= p_i 0.0))
(assert (and (<= (* (- 1.0) V) v) (<= v V)))
(assert (>= g g_min))
(assert (and (and (<= (* (- 1.0) V mass) mean) (<= mean (* V mass))) (>= total (* g_min mass))))
(assert (not (and (and (<= (* (- 1.0) V (+ mass p_i)) (+ mean (* p_i v))) (<= (+ mean (* p_i v)) (* V (+ mass p_i)))) (>= (+ total (* g p_i)) (* g_min (+ mass p_i))))))
(check-sat)
