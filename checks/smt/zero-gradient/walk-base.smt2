; claim: zero-gradient
; obligation: walk-base
; In words: at the source, after 0 steps, a walk stands at level steps - 2 downs
; expected answer: unsat
(set-logic QF_NRA)
(declare-const downs Real)
(declare-const i Real)
(assert (>= downs 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= downs 0.0))
(assert (not (= (+ (* (- 2.0) downs) i) 0.0)))
(check-sat)
