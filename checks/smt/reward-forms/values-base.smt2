; claim: reward-forms
; obligation: values-base
; In words: at the fork alpha and beta are equal
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V_fork Real)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (and (= V_fork V_fork) (= V_fork V_fork) (= 0.0 0.0) (= 0.0 0.0))))
(check-sat)
