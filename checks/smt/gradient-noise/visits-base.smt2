; claim: gradient-noise
; obligation: visits-base
; In words: the first vertex is passed W-1 times: n q = W-1, so E[S^2] = n q(1-q) = (W-1)(1-q)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const n_v Real)
(declare-const q Real)
(declare-const w Real)
(assert (> n_v 0.0))
(assert (> q 0.0))
(assert (> w 0.0))
(assert (= (* n_v q) w))
(assert (not (= (* n_v q (+ 1.0 (* (- 1.0) q))) (* w (+ 1.0 (* (- 1.0) q))))))
(check-sat)
