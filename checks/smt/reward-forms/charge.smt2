; claim: reward-forms
; obligation: charge
; In words: s Q >= 1 makes 2(W-1)(1-q) s/(t q) at least 2(W-1)(1-q) rho^K, rho^-K = Q q t
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const W Real)
(declare-const escape Real)
(declare-const n Real)
(declare-const q Real)
(declare-const t Real)
(assert (> Q 0.0))
(assert (> W 0.0))
(assert (> escape 0.0))
(assert (> n 0.0))
(assert (> q 0.0))
(assert (> t 0.0))
(assert (>= W 1.0))
(assert (<= q 1.0))
(assert (>= (* Q n) 1.0))
(assert (= escape (* Q q t)))
(assert (not (>= (* escape (* 2.0 n (+ 1.0 (* (- 1.0) q)) (+ (- 1.0) W))) (* (* q t) (* 2.0 (+ 1.0 (* (- 1.0) q)) (+ (- 1.0) W))))))
(check-sat)
