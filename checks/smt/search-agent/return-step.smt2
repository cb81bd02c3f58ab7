; claim: search-agent
; obligation: return-step
; In words: across k+1 diamonds it is that across k, a lane, and the moves to leave with L-1 unused
; lanes
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const back Real)
(declare-const k Real)
(declare-const leave Real)
(assert (> L 0.0))
(assert (>= back 0.0))
(assert (>= k 0.0))
(assert (>= leave 0.0))
(assert (= back (+ 1.0 (* 2.0 k) (* k (+ (- 1.0) L)))))
(assert (= leave L))
(assert (not (= (+ 1.0 back leave) (+ 3.0 (* 2.0 k) (* (+ (- 1.0) L) (+ 1.0 k))))))
(check-sat)
