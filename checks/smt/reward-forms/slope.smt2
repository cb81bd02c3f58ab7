; claim: reward-forms
; obligation: slope
; In words: n departures within N steps, each at the row with probability Q, give n Q q(1-q) gain, at
; most (1-q) (N/2) rho^-K, where rho^-K = Q q t and 2 n <= N
; expected answer: unsat
(set-logic QF_NRA)
(declare-const N Real)
(declare-const Q Real)
(declare-const escape Real)
(declare-const gain Real)
(declare-const n Real)
(declare-const q Real)
(declare-const t Real)
(assert (> N 0.0))
(assert (> Q 0.0))
(assert (> escape 0.0))
(assert (>= gain 0.0))
(assert (> n 0.0))
(assert (> q 0.0))
(assert (> t 0.0))
(assert (<= q 1.0))
(assert (<= gain t))
(assert (= escape (* Q q t)))
(assert (<= (* 2.0 n) N))
(assert (not (<= (* 2.0 (* Q gain n q (+ 1.0 (* (- 1.0) q)))) (* N escape (+ 1.0 (* (- 1.0) q))))))
(check-sat)
