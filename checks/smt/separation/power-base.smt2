; claim: separation
; obligation: power-base
; In words: rho^0 = 1 >= (0+1)^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const P Real)
(assert (>= K 0.0))
(assert (> P 0.0))
(assert (<= P 1.0))
(assert (>= P 1.0))
(assert (<= K 0.0))
(assert (not (>= P (* (+ 1.0 K) (+ 1.0 K)))))
(check-sat)
