; claim: target-seen
; obligation: grown-base
; In words: rho^0 = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const R Real)
(declare-const i Real)
(assert (> P 0.0))
(assert (>= R 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= R 2.0))
(assert (= P 1.0))
(assert (not (>= P 1.0)))
(check-sat)
