; claim: support-counts
; obligation: null-base
; In words: over no problems all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_null Real)
(declare-const P_null Real)
(declare-const i Real)
(declare-const solved_null Real)
(assert (>= E_null 0.0))
(assert (>= P_null 0.0))
(assert (>= i 0.0))
(assert (>= solved_null 0.0))
(assert (= i 0.0))
(assert (= P_null 0.0))
(assert (= E_null 0.0))
(assert (= solved_null 0.0))
(assert (not (= (+ E_null P_null) solved_null)))
(check-sat)
