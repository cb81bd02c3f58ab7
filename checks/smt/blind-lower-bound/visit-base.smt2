; claim: blind-lower-bound
; obligation: visit-base
; In words: the first leaf is met at T_1 >= 1 + (2K+1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const T_1 Real)
(assert (>= K 0.0))
(assert (>= T_1 0.0))
(assert (>= T_1 (+ 2.0 (* 2.0 K))))
(assert (not (>= T_1 (+ 2.0 (* 2.0 K)))))
(check-sat)
