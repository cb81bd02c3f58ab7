; claim: rlvr-optimal
; obligation: surplus-base
; In words: x_2K = 0 is nonnegative, and at an all-one vertex it stays 0: H* is attained
; expected answer: unsat
(set-logic QF_NRA)
(declare-const x Real)
(assert (>= x 0.0))
(assert (= x 0.0))
(assert (not (and (>= x 0.0) (= x 0.0))))
(check-sat)
