; claim: support-preserved
; obligation: additive-step
; In words: a step on the probabilities themselves, pi' = pi + eta (v - mean), leaves zero at zero too
; expected answer: sat
(set-logic QF_NRA)
(declare-const eta Real)
(declare-const mean Real)
(declare-const p Real)
(declare-const p_next Real)
(declare-const v Real)
(assert (> eta 0.0))
(assert (>= p 0.0))
(assert (>= p_next 0.0))
(assert (= p 0.0))
(assert (= p_next (+ p (* eta (+ (* (- 1.0) mean) v)))))
(assert (<= p_next 1.0))
(assert (not (= p_next 0.0)))
(check-sat)
