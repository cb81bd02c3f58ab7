; claim: blind-lower-bound
; obligation: visit-step
; In words: if T_k >= 1 + (2K+1)(2k-1) then T_(k+1) >= 1 + (2K+1)(2(k+1)-1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const T_k Real)
(declare-const T_next Real)
(declare-const k Real)
(assert (>= K 0.0))
(assert (>= T_k 0.0))
(assert (>= T_next 0.0))
(assert (>= k 0.0))
(assert (<= 1.0 k))
(assert (>= T_k (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 k))))))
(assert (>= (+ (* (- 1.0) T_k) T_next) (+ 2.0 (* 4.0 K))))
(assert (not (>= T_next (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* 2.0 k)))))))
(check-sat)
