; claim: untied-convergence
; obligation: forward
; In words: if p_v changes, A + alpha u + beta R changes by (g - a (x_(v-1)+1))/p_v times the change,
; plus a constant times its square over the new value
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const g Real)
(declare-const p_new Real)
(declare-const p_v Real)
(declare-const q_v Real)
(declare-const x Real)
(assert (> p_new 0.0))
(assert (> p_v 0.0))
(assert (> q_v 0.0))
(assert (not (= (* (* p_new (* p_v p_v)) (+ (* a (+ (* (- 1.0) p_new (+ 1.0 (* (- 1.0) p_v))) (* p_v (+ 1.0 (* (- 1.0) p_new))) (* (- 1.0) p_new q_v x) (* p_v q_v x))) (* g p_new (+ p_new (* (- 1.0) p_v))))) (* (* p_new p_v) (* (+ p_new (* (- 1.0) p_v)) (+ (* p_new (+ (* (- 1.0) a (+ 1.0 (* q_v x))) (* g p_v))) (* a (+ p_new (* (- 1.0) p_v)) (+ 1.0 (* q_v x)))))))))
(check-sat)
