; claim: fork-memory
; obligation: ahead-step
; In words: if V_j = V_0 + j R and those before add up to j V_0 + R j (j-1)/2, so it is one corridor
; further ahead
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_wrong Real)
(declare-const V_0 Real)
(declare-const V_j Real)
(declare-const V_sum Real)
(declare-const i Real)
(assert (>= R_wrong 0.0))
(assert (>= i 0.0))
(assert (and (= V_j (+ V_0 (* R_wrong i))) (= (* 2.0 V_sum) (* i (+ (* 2.0 V_0) (* R_wrong (+ (- 1.0) i)))))))
(assert (not (and (= (+ R_wrong V_j) (+ V_0 (* R_wrong (+ 1.0 i)))) (= (+ (* 2.0 V_j) (* 2.0 V_sum)) (* (+ 1.0 i) (+ (* 2.0 V_0) (* R_wrong i)))))))
(check-sat)
