; claim: support-preserved
; obligation: unbounded-velocity
; In words: |d pi/dt| <= 2V pi without a bound on the velocities
; expected answer: sat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const mean Real)
(declare-const p Real)
(declare-const v Real)
(assert (> V 0.0))
(assert (>= p 0.0))
(assert (not (and (<= (* (- 2.0) V p) (* p (+ (* (- 1.0) mean) v))) (<= (* p (+ (* (- 1.0) mean) v)) (* 2.0 V p)))))
(check-sat)
