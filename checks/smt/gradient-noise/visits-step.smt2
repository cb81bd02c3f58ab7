; claim: gradient-noise
; obligation: visits-step
; In words: if v-1 is visited (W-1)/t times, t = q_1...q_(v-1), and each is a pass at v, then E[S^2] =
; (W-1)(1-q)/t
; expected answer: unsat
(set-logic QF_NRA)
(declare-const n Real)
(declare-const n_v Real)
(declare-const q Real)
(declare-const t Real)
(declare-const w Real)
(assert (> n 0.0))
(assert (> n_v 0.0))
(assert (> q 0.0))
(assert (> t 0.0))
(assert (> w 0.0))
(assert (= (* n_v q) n))
(assert (= (* n t) w))
(assert (not (= (* t (* n_v q (+ 1.0 (* (- 1.0) q)))) (* w (+ 1.0 (* (- 1.0) q))))))
(check-sat)
