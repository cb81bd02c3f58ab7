; claim: learning-curve
; obligation: gaps-step
; In words: equal gaps that all move up by the same step stay equal
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_a Real)
(declare-const F Real)
(assert (> E_a 0.0))
(assert (> F 0.0))
(assert (not (and (= (* E_a F) (* E_a F)) (= (* E_a F) (* E_a F)) (= (* E_a F) (* E_a F)))))
(check-sat)
