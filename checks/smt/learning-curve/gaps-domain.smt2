; claim: learning-curve
; obligation: gaps-domain
; In words: sign steps from base, each of which adds ln F to every gap: what is declared positive is
; so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_a Real)
(declare-const E_b Real)
(declare-const E_c Real)
(declare-const E_d Real)
(declare-const F Real)
(assert (> E_a 0.0))
(assert (> E_b 0.0))
(assert (> E_c 0.0))
(assert (> E_d 0.0))
(assert (> F 0.0))
(assert (not (and (> 1.0 0.0) (> 1.0 0.0) (> 1.0 0.0) (> 1.0 0.0) (> (* E_a F) 0.0) (> (* E_b F) 0.0) (> (* E_c F) 0.0) (> (* E_d F) 0.0))))
(check-sat)
