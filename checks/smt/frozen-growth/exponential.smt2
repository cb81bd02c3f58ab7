; claim: frozen-growth
; obligation: exponential
; In words: 2K terms of at least 1 and the last one P make a cost of at least 2 (W-1) P
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const P Real)
(declare-const S Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> P 0.0))
(assert (>= S 0.0))
(assert (> W 0.0))
(assert (<= 1.0 W))
(assert (>= S (+ (* 2.0 K) P)))
(assert (not (>= (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 2.0) K) (* 2.0 S)))) (* 2.0 P (+ (- 1.0) W)))))
(check-sat)
