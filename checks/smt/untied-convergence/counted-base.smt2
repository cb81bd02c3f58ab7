; claim: untied-convergence
; obligation: counted-base
; In words: x stays at least 0, E 2: so at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const i Real)
(declare-const x Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x 0.0))
(assert (= E 2.0))
(assert (not (and (>= x 0.0) (>= E 2.0))))
(check-sat)
