; claim: parametrisation
; obligation: adjoint-base
; In words: s_0 = 1 is within delta of one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const s Real)
(assert (> delta 0.0))
(assert (> s 0.0))
(assert (= s 1.0))
(assert (not (and (>= s (+ 1.0 (* (- 1.0) delta))) (<= (* s (+ 1.0 (* (- 1.0) delta))) 1.0))))
(check-sat)
