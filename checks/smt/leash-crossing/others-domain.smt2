; claim: leash-crossing
; obligation: others-domain
; In words: other targets, one after the other: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const left Real)
(declare-const mass Real)
(declare-const prior Real)
(declare-const solved Real)
(declare-const solved_others Real)
(assert (>= mass 0.0))
(assert (>= prior 0.0))
(assert (>= solved 0.0))
(assert (>= solved_others 0.0))
(assert (>= solved (+ 1.0 (* (- 1.0) left))))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= (+ mass prior) 0.0) (>= (+ solved_others (* prior solved)) 0.0))))
(check-sat)
