; claim: shared-rows
; obligation: return-base
; In words: before the first diamond of the way back there is no surplus crossing, and P = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const y Real)
(assert (> P 0.0))
(assert (>= y 0.0))
(assert (= y 0.0))
(assert (= P 1.0))
(assert (not (>= y (+ (- 1.0) P))))
(check-sat)
