; claim: global-convergence
; obligation: no-pair
; In words: (ii) so stationarity of q_u, equal sides, excludes stationarity of p_i
; expected answer: unsat
(set-logic QF_NRA)
(declare-const left_i Real)
(declare-const left_u Real)
(declare-const right_i Real)
(declare-const right_u Real)
(assert (>= left_i 0.0))
(assert (>= left_u 0.0))
(assert (>= right_i 0.0))
(assert (>= right_u 0.0))
(assert (> left_i left_u))
(assert (< right_i right_u))
(assert (= left_u right_u))
(assert (not (not (= left_i right_i))))
(check-sat)
