; claim: untied-convergence
; obligation: no-turn-step
; In words: x stays 0 if every p is one: so a vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (= 0.0 0.0)))
(check-sat)
