; claim: gradient-noise
; obligation: three-for-two
; In words: the bound with 3 for 2, where every pass leads to the fork and all visits take a step
; expected answer: sat
(set-logic QF_NRA)
(declare-const r Real)
(declare-const w Real)
(assert (> r 0.0))
(assert (> w 0.0))
(assert (not (>= (+ (* 5.0 r) (* 5.0 (* r r)) (* 2.0 w) (* 2.0 (* w w)) (* 10.0 r w) (* 4.0 r (* w w)) (* 8.0 (* r r) w) (* (- 1.0) (* r r) (* w w))) 0.0)))
(check-sat)
