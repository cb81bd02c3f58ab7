; claim: distillation
; obligation: surplus-step
; In words: if x_v <= n delta/(1 - n delta) and p_v >= 1 - delta then x_(v-1) <= (n+1) delta/(1 -
; (n+1) delta)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const n Real)
(declare-const p Real)
(declare-const q Real)
(declare-const x Real)
(assert (> delta 0.0))
(assert (>= n 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= x 0.0))
(assert (<= (* x (+ 1.0 (* (- 1.0) delta n))) (* delta n)))
(assert (< (* delta (+ 1.0 n)) 1.0))
(assert (>= p (+ 1.0 (* (- 1.0) delta))))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (<= (* (+ 1.0 (* (- 1.0) delta (+ 1.0 n))) (+ 1.0 (* (- 1.0) p) (* q x))) (* p (* delta (+ 1.0 n))))))
(check-sat)
