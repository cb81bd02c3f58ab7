; claim: blind-lower-bound
; obligation: sum-step
; In words: if the first k visits sum to at least k + (2K+1) k^2, the first k+1 do to k+1 +
; (2K+1)(k+1)^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const T_next Real)
(declare-const k Real)
(declare-const total Real)
(assert (>= K 0.0))
(assert (>= T_next 0.0))
(assert (>= k 0.0))
(assert (>= total 0.0))
(assert (<= 1.0 k))
(assert (>= total (* k (+ 1.0 (* k (+ 1.0 (* 2.0 K)))))))
(assert (>= T_next (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* 2.0 k))))))
(assert (not (>= (+ T_next total) (+ 1.0 k (* (+ 1.0 (* 2.0 K)) (* (+ 1.0 k) (+ 1.0 k)))))))
(check-sat)
