; claim: unequal-corridors
; obligation: passage
; In words: with eta_0 = 1 + S at the fork and x_2K = 0 at the leaf, the invariant at both ends gives
; A + (1 + x_0) S
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const X Real)
(declare-const cost Real)
(declare-const deltas Real)
(declare-const eta Real)
(declare-const inner Real)
(declare-const rest Real)
(declare-const x_0 Real)
(assert (>= S 0.0))
(assert (>= X 0.0))
(assert (>= cost 0.0))
(assert (>= deltas 0.0))
(assert (>= eta 0.0))
(assert (>= inner 0.0))
(assert (>= rest 0.0))
(assert (>= x_0 0.0))
(assert (= cost (+ deltas eta)))
(assert (= eta (+ 1.0 S)))
(assert (= deltas (+ rest (* eta x_0))))
(assert (= rest (+ (* 2.0 X) inner (* (- 1.0) x_0))))
(assert (not (= cost (+ 1.0 (* 2.0 X) inner (* S (+ 1.0 x_0))))))
(check-sat)
