; claim: reward-forms
; obligation: escape-base
; In words: 1 = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const escape Real)
(declare-const i Real)
(assert (> P 0.0))
(assert (> escape 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (= escape 1.0))
(assert (not (= (* P escape) 1.0)))
(check-sat)
