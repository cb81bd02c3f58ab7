; claim: expected-cost
; obligation: invariant
; In words: delta_v + x_v eta_v = x_(v-1) eta_(v-1) + x_v + x_(v-1) + 1 at every vertex: the quantity
; of step 2 does not change from v-1 to v
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const eta Real)
(declare-const eta_next Real)
(declare-const p Real)
(declare-const q Real)
(declare-const x Real)
(assert (>= delta 0.0))
(assert (>= eta 0.0))
(assert (>= eta_next 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= delta (+ p (* (+ 1.0 (* (- 1.0) p)) (+ 1.0 delta eta)))))
(assert (= eta_next (+ 1.0 (* (- 1.0) q) (* q (+ 1.0 delta eta)))))
(assert (not (= (* p (+ delta (* eta_next x))) (+ 1.0 (* eta (+ 1.0 (* (- 1.0) p) (* q x))) (* p x) (* q x)))))
(check-sat)
