; claim: fork-memory
; obligation: ahead-base
; In words: V_0 is V_0 + 0 R, and the sum of none is 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_wrong Real)
(declare-const V_0 Real)
(declare-const V_j Real)
(declare-const V_sum Real)
(declare-const i Real)
(assert (>= R_wrong 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= V_j V_0))
(assert (= V_sum 0.0))
(assert (not (and (= V_j (+ V_0 (* R_wrong i))) (= (* 2.0 V_sum) (* i (+ (* 2.0 V_0) (* R_wrong (+ (- 1.0) i))))))))
(check-sat)
