; claim: target-seen
; obligation: fork
; In words: first steps: a departure is an excursion into the target's corridor, of T steps and
; success e, or into a wrong one, of R steps, and the fork again
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const H Real)
(declare-const R Real)
(declare-const T Real)
(declare-const e Real)
(declare-const error Real)
(declare-const later Real)
(declare-const wrong Real)
(declare-const x Real)
(assert (>= R 0.0))
(assert (> T 0.0))
(assert (> e 0.0))
(assert (>= x 0.0))
(assert (= (* e (+ 1.0 x)) 1.0))
(assert (= (* T (+ 1.0 x)) A))
(assert (= (* later (+ 1.0 wrong)) (+ T (* later (+ 1.0 (* (- 1.0) e))) (* wrong (+ R later)))))
(assert (= H (+ 1.0 (* error (+ R later)) (* (+ 1.0 (* (- 1.0) error)) (+ T (* later (+ 1.0 (* (- 1.0) e))))))))
(assert (not (= H (+ 1.0 A (* R (+ (* error (+ 1.0 wrong)) (* wrong x)))))))
(check-sat)
