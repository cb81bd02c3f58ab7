; claim: blind-lower-bound
; obligation: within-factor-two
; In words: H* is at most (2W-1)/W times the bound, and less than twice it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (<= 1.0 W))
(assert (not (and (<= (* W (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (* (+ (- 1.0) (* 2.0 W)) (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))) (< (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))) (+ 2.0 (* 2.0 W (+ 1.0 (* 2.0 K))))))))
(check-sat)
