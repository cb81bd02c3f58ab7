; claim: learning-curve
; obligation: gaps-base
; In words: at base all gaps are zero
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_a Real)
(declare-const i Real)
(assert (> E_a 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= E_a 1.0))
(assert (not (and (= E_a 1.0) (= E_a 1.0) (= E_a 1.0))))
(check-sat)
