; claim: expected-cost
; obligation: passage
; In words: with eta_0 = 1 at the fork and x_2K = 0 at the leaf, the invariant at both ends gives A =
; 2K + 1 + 2 sum x
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const cost Real)
(declare-const deltas Real)
(declare-const rest Real)
(declare-const total Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (>= cost 0.0))
(assert (>= deltas 0.0))
(assert (>= rest 0.0))
(assert (>= total 0.0))
(assert (>= x 0.0))
(assert (= cost (+ 1.0 deltas)))
(assert (= deltas (+ rest x)))
(assert (= rest (+ (* 2.0 K) (* 2.0 total) (* (- 1.0) x))))
(assert (not (= cost (+ 1.0 (* 2.0 K) (* 2.0 total)))))
(check-sat)
