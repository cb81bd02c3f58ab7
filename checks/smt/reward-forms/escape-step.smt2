; claim: reward-forms
; obligation: escape-step
; In words: rho b d = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const escape Real)
(assert (> P 0.0))
(assert (> escape 0.0))
(assert (= (* P escape) 1.0))
(assert (not (= (* P escape) 1.0)))
(check-sat)
