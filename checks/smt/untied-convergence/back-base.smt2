; claim: untied-convergence
; obligation: back-base
; In words: over ones x stays the same, and E grows by 2: so at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_0 Real)
(declare-const i Real)
(declare-const x_0 Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (and (= x_0 x_0) (= (+ E_0 (* 2.0 i)) E_0))))
(check-sat)
