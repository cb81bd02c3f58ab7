; claim: untied-convergence
; obligation: no-turn-base
; In words: x stays 0 if every p is one: so at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (= 0.0 0.0)))
(check-sat)
