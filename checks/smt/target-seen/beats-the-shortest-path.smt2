; claim: target-seen
; obligation: beats-the-shortest-path
; In words: a fork that never errs costs less than 2K+2 where inner rows turn
; expected answer: sat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const K Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (>= x 0.0))
(assert (>= A (+ 1.0 (* 2.0 K))))
(assert (> x 0.0))
(assert (not (< (+ 1.0 A) (+ 2.0 (* 2.0 K)))))
(check-sat)
