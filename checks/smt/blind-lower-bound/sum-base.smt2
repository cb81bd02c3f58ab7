; claim: blind-lower-bound
; obligation: sum-base
; In words: the sum of the first visit is at least 1 + (2K+1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const total Real)
(assert (>= K 0.0))
(assert (>= total 0.0))
(assert (>= total (+ 2.0 (* 2.0 K))))
(assert (not (>= total (+ 2.0 (* 2.0 K)))))
(check-sat)
