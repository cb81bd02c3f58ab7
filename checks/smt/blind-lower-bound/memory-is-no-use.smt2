; claim: blind-lower-bound
; obligation: memory-is-no-use
; In words: no blind agent beats H*, that is 1 + W(2K+1) >= H*, already for W, K <= 3
; expected answer: sat
(set-logic QF_NIA)
(declare-const K Int)
(declare-const W Int)
(assert (> K 0))
(assert (> W 0))
(assert (<= W 3))
(assert (<= K 3))
(assert (not (>= (+ 1 (* W (+ 1 (* 2 K)))) (+ 1 (* (+ 1 (* 2 K)) (+ (- 1) (* 2 W)))))))
(check-sat)
