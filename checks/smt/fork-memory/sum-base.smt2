; claim: fork-memory
; obligation: sum-base
; In words: the sum of no V_j is 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const V_0 Real)
(declare-const n Real)
(declare-const total Real)
(assert (> R 0.0))
(assert (>= V_0 0.0))
(assert (>= n 0.0))
(assert (>= total 0.0))
(assert (= n 0.0))
(assert (= total 0.0))
(assert (not (= (* 2.0 total) (* n (+ (* 2.0 V_0) (* R (+ (- 1.0) n)))))))
(check-sat)
