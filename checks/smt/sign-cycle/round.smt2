; claim: sign-cycle
; obligation: round
; In words: a gap that steps by opposite signs is back where it was; one that steps up twice is nearer
; to one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const gap Real)
(declare-const rising Real)
(declare-const sign Real)
(declare-const step Real)
(assert (> step 0.0))
(assert (or (= sign 1.0) (= sign (- 1.0))))
(assert (not (and (= gap gap) (> (+ rising (* 2.0 step)) rising))))
(check-sat)
