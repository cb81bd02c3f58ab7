; claim: tilt-coverage
; obligation: support-at-eps
; In words: a solution of probability q <= eps has at most eps after the tilt (the source's Theorem
; C.3)
; expected answer: sat
(set-logic QF_NRA)
(declare-const eps Real)
(declare-const q Real)
(declare-const r Real)
(declare-const u Real)
(assert (>= eps 0.0))
(assert (>= q 0.0))
(assert (> u 0.0))
(assert (>= u 1.0))
(assert (<= q eps))
(assert (<= q 1.0))
(assert (= (* r (+ 1.0 (* q (+ (- 1.0) u)))) (* q u)))
(assert (not (<= r eps)))
(check-sat)
