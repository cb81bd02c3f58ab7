; claim: support-counts
; obligation: null-domain
; In words: problems of a model and itself, one after the other: what is declared positive is so at
; the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_null Real)
(declare-const P_null Real)
(declare-const alike Real)
(declare-const solved_null Real)
(assert (>= E_null 0.0))
(assert (>= P_null 0.0))
(assert (>= alike 0.0))
(assert (>= solved_null 0.0))
(assert (<= alike 1.0))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= 0.0 0.0) (>= (+ P_null (* alike alike)) 0.0) (>= (+ E_null (* alike (+ 1.0 (* (- 1.0) alike)))) 0.0) (>= (+ alike solved_null) 0.0))))
(check-sat)
