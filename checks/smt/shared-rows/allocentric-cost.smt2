; claim: shared-rows
; obligation: allocentric-cost
; In words: with passages of 2K+1 steps or more out, and twice the last surplus more than that back, H
; >= H* + 2(W-1)(P-1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const P Real)
(declare-const W Real)
(declare-const back Real)
(declare-const out Real)
(declare-const y Real)
(assert (>= K 0.0))
(assert (> P 0.0))
(assert (> W 0.0))
(assert (>= back 0.0))
(assert (>= out 0.0))
(assert (>= y 0.0))
(assert (<= 1.0 W))
(assert (>= out (+ 1.0 (* 2.0 K))))
(assert (>= back (+ 1.0 (* 2.0 K) (* 2.0 y))))
(assert (>= y (+ (- 1.0) P)))
(assert (not (>= (+ 1.0 (* W out) (* back (+ (- 1.0) W))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))) (* 2.0 (+ (- 1.0) P) (+ (- 1.0) W))))))
(check-sat)
