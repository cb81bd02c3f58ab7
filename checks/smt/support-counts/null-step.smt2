; claim: support-counts
; obligation: null-step
; In words: if P + E is the sum of u, so with a problem more
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
(assert (= (+ E_null P_null) solved_null))
(assert (not (= (+ E_null P_null (* alike alike) (* alike (+ 1.0 (* (- 1.0) alike)))) (+ alike solved_null))))
(check-sat)
