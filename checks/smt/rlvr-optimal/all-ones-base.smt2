; claim: rlvr-optimal
; obligation: all-ones-base
; In words: before the first vertex there are no surplus crossings and no shortfall, the sum of all 1
; - p
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const T Real)
(declare-const i Real)
(declare-const short Real)
(declare-const x_v Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x_v 0.0))
(assert (= T 0.0))
(assert (= R 0.0))
(assert (= short 0.0))
(assert (not (and (>= x_v 0.0) (>= T 0.0) (>= short 0.0) (=> (= T 0.0) (= short 0.0)) (=> (= short 0.0) (and (= T 0.0) (= x_v 0.0))))))
(check-sat)
