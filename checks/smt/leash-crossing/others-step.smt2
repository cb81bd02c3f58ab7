; claim: leash-crossing
; obligation: others-step
; In words: if the share solved is at least 1 - x of the mass, so with a target more, of which 1 - x
; or more is solved
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
(assert (>= solved_others (* mass (+ 1.0 (* (- 1.0) left)))))
(assert (not (>= (+ solved_others (* prior solved)) (* (+ 1.0 (* (- 1.0) left)) (+ mass prior)))))
(check-sat)
