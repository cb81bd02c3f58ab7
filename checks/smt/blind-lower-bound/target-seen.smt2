; claim: blind-lower-bound
; obligation: target-seen
; In words: an agent that sees the target, and walks the 2K+2 steps to it, needs the bound as well
; expected answer: sat
(set-logic QF_NIA)
(declare-const K Int)
(declare-const W Int)
(assert (> K 0))
(assert (> W 0))
(assert (<= W 3))
(assert (<= K 3))
(assert (not (>= (+ 2 (* 2 K)) (+ 1 (* W (+ 1 (* 2 K)))))))
(check-sat)
