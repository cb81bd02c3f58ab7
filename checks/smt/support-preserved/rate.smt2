; claim: support-preserved
; obligation: rate
; In words: a probability changes at no more than 2V times itself, and a probability of zero not at
; all
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const mean Real)
(declare-const p Real)
(declare-const v Real)
(assert (> V 0.0))
(assert (>= p 0.0))
(assert (and (<= (* (- 1.0) V) mean) (<= mean V)))
(assert (and (<= (* (- 1.0) V) v) (<= v V)))
(assert (not (and (and (<= (* (- 2.0) V p) (* p (+ (* (- 1.0) mean) v))) (<= (* p (+ (* (- 1.0) mean) v)) (* 2.0 V p))) (=> (= p 0.0) (= (* p (+ (* (- 1.0) mean) v)) 0.0)))))
(check-sat)
