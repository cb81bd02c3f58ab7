; claim: search-agent
; obligation: return-base
; In words: across no diamond, the way back is the edge from the leaf
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const back Real)
(declare-const k Real)
(assert (> L 0.0))
(assert (>= back 0.0))
(assert (>= k 0.0))
(assert (= k 0.0))
(assert (= back 1.0))
(assert (not (= back (+ 1.0 (* 2.0 k) (* k (+ (- 1.0) L))))))
(check-sat)
