; claim: shared-rows
; obligation: no-negative-sum
; In words: the sum of all surpluses stays at least 0 if two more are added that are not negative
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const before Real)
(declare-const on_lanes Real)
(assert (>= S 0.0))
(assert (>= on_lanes 0.0))
(assert (>= before 0.0))
(assert (not (>= (+ S before on_lanes) 0.0)))
(check-sat)
