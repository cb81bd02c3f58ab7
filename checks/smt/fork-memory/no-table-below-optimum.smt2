; claim: fork-memory
; obligation: no-table-below-optimum
; In words: no policy costs less than H*, whatever the fork's rows depend on, already for W, K <= 3
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
