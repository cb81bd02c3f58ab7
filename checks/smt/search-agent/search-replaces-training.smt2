; claim: search-agent
; obligation: search-replaces-training
; In words: search makes the SFT limit as cheap as RLVR, already for W, K <= 2 and L <= 3
; expected answer: sat
(set-logic QF_NIA)
(declare-const K Int)
(declare-const L Int)
(declare-const W Int)
(assert (> K 0))
(assert (> L 0))
(assert (> W 0))
(assert (<= W 2))
(assert (<= K 2))
(assert (<= L 3))
(assert (not (<= (+ 4 (* 4 K) (* (+ (- 1) W) (+ 2 (* 4 K) (* K (+ (- 1) L))))) (+ 2 (* 2 W (+ 1 (* 2 K)))))))
(check-sat)
