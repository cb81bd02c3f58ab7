; claim: reward-forms
; obligation: more-departures
; In words: if n departures succeed with probability V <= n rho^-K, one more makes it at most (n+1)
; rho^-K
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V_near Real)
(declare-const escape Real)
(declare-const n Real)
(assert (>= V_near 0.0))
(assert (> escape 0.0))
(assert (>= n 0.0))
(assert (<= escape 1.0))
(assert (<= V_near (* escape n)))
(assert (not (<= (+ escape (* V_near (+ 1.0 (* (- 1.0) escape)))) (* escape (+ 1.0 n)))))
(check-sat)
