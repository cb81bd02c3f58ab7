; claim: fork-memory
; obligation: sum-step
; In words: if V_0, ..., V_(n-1) add up to n V_0 + R n (n-1)/2, then with V_n they have the sum for
; n+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const V_0 Real)
(declare-const V_j Real)
(declare-const n Real)
(declare-const total Real)
(assert (> R 0.0))
(assert (>= V_0 0.0))
(assert (>= V_j 0.0))
(assert (>= n 0.0))
(assert (>= total 0.0))
(assert (= (* 2.0 total) (* n (+ (* 2.0 V_0) (* R (+ (- 1.0) n))))))
(assert (= V_j (+ V_0 (* R n))))
(assert (not (= (+ (* 2.0 V_j) (* 2.0 total)) (* (+ 1.0 n) (+ (* 2.0 V_0) (* R n))))))
(check-sat)
