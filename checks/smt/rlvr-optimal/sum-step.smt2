; claim: rlvr-optimal
; obligation: sum-step
; In words: a sum of nonnegative surpluses is nonnegative, and zero only if its last term and the rest
; are
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const x Real)
(assert (>= X 0.0))
(assert (>= x 0.0))
(assert (not (and (>= (+ X x) 0.0) (=> (= (+ X x) 0.0) (and (= X 0.0) (= x 0.0))))))
(check-sat)
