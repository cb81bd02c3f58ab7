; claim: fork-memory
; obligation: around
; In words: a failed excursion leaves the target W-1 corridors ahead, so V_0 = A + (W-1) R x_0, with A
; = E (1+x_0)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const R_wrong Real)
(declare-const T Real)
(declare-const V_0 Real)
(declare-const W Real)
(declare-const e Real)
(declare-const x Real)
(assert (>= R_wrong 0.0))
(assert (> T 0.0))
(assert (> W 0.0))
(assert (> e 0.0))
(assert (>= x 0.0))
(assert (<= 1.0 W))
(assert (= (* e (+ 1.0 x)) 1.0))
(assert (= (* T (+ 1.0 x)) A))
(assert (= V_0 (+ T (* (+ 1.0 (* (- 1.0) e)) (+ V_0 (* R_wrong (+ (- 1.0) W)))))))
(assert (not (= V_0 (+ A (* R_wrong x (+ (- 1.0) W))))))
(check-sat)
