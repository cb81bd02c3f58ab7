; claim: untied-convergence
; obligation: backward
; In words: if q_v changes, A + alpha u + beta R changes by (a r x_v - g)/q_v times the change, plus a
; constant times its square over the new value
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const g Real)
(declare-const p_v Real)
(declare-const q_new Real)
(declare-const q_v Real)
(declare-const x Real)
(assert (> p_v 0.0))
(assert (> q_new 0.0))
(assert (> q_v 0.0))
(assert (not (= (* (* p_v q_new q_v) (+ (* g p_v (+ (* (- 1.0) q_new) q_v)) (* a q_new x (+ q_new (* (- 1.0) q_v))))) (* (* p_v q_new) (* (+ q_new (* (- 1.0) q_v)) (+ (* q_new (+ (* (- 1.0) g p_v) (* a q_v x))) (* g p_v (+ q_new (* (- 1.0) q_v)))))))))
(check-sat)
