; claim: rlvr-optimal
; obligation: all-ones-base
; In words: before the first vertex there are no surplus crossings and no shortfall, the sum of all 1
; - p
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const i Real)
(declare-const short Real)
(declare-const x Real)
(assert (>= X 0.0))
(assert (>= i 0.0))
(assert (>= short 0.0))
(assert (>= x 0.0))
(assert (= i 0.0))
(assert (= x 0.0))
(assert (= X 0.0))
(assert (= short 0.0))
(assert (not (and (=> (= X 0.0) (= short 0.0)) (=> (= short 0.0) (and (= X 0.0) (= x 0.0))))))
(check-sat)
