; claim: search-agent
; obligation: fork-base
; In words: without a wrong corridor left, the target is a passage away from the fork
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const back Real)
(declare-const fewer Real)
(declare-const n Real)
(declare-const value Real)
(assert (>= K 0.0))
(assert (>= back 0.0))
(assert (>= fewer 0.0))
(assert (>= n 0.0))
(assert (>= value 0.0))
(assert (= (* value (+ 1.0 n)) (+ 1.0 (* 2.0 K) (* n (+ 1.0 (* 2.0 K) back fewer)))))
(assert (= n 0.0))
(assert (not (= (* 2.0 value) (+ 2.0 (* 4.0 K) (* n (+ 1.0 (* 2.0 K) back))))))
(check-sat)
