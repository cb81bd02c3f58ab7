; claim: support-preserved
; obligation: policy-gradient-velocity
; In words: with |Q| <= V a policy gradient of row weight w moves no logit faster than 2 V w pi
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const mean Real)
(declare-const p Real)
(declare-const value Real)
(declare-const weight Real)
(assert (> V 0.0))
(assert (>= p 0.0))
(assert (>= weight 0.0))
(assert (and (<= (* (- 1.0) V) value) (<= value V)))
(assert (and (<= (* (- 1.0) V) mean) (<= mean V)))
(assert (<= p 1.0))
(assert (not (and (<= (* (- 2.0) V p weight) (* p weight (+ (* (- 1.0) mean) value))) (<= (* p weight (+ (* (- 1.0) mean) value)) (* 2.0 V p weight)))))
(check-sat)
