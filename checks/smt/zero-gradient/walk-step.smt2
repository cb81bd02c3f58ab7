; claim: zero-gradient
; obligation: walk-step
; In words: if it does after n steps, it does after one step more, up a level or down
; expected answer: unsat
(set-logic QF_NRA)
(declare-const down Real)
(declare-const downs Real)
(declare-const i Real)
(assert (>= downs 0.0))
(assert (>= i 0.0))
(assert (or (= down 0.0) (= down 1.0)))
(assert (not (= (+ 1.0 (* (- 2.0) down) (* (- 2.0) downs) i) (+ 1.0 (* (- 2.0) down) (* (- 2.0) downs) i))))
(check-sat)
