; claim: rlvr-optimal
; obligation: bound
; In words: if the sums X and Y are nonnegative then H >= H*
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const X Real)
(declare-const Y Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= X 0.0))
(assert (>= Y 0.0))
(assert (<= 1.0 W))
(assert (not (>= (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 X))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 Y)))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))))
(check-sat)
