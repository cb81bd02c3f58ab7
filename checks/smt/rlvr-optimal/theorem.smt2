; claim: rlvr-optimal
; obligation: theorem
; In words: no policy with a uniform fork costs less than H* = 1 + (2W-1)(2K+1), and for W >= 2 only
; the policy of all ones costs that
; Scope: all W, K, L, every policy in (0, 1]
; Where x_out is x, X is X, short_p is short after 2*K steps of surplus crossings by vertex: from x =
; 0, X = 0, short = 0 to x = q*x/p + (1 - p)/p, X = X + q*x/p + (1 - p)/p, short = -p + short + 1, for
; any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_back is x, Y is X, short_q is short after 2*K steps of surplus crossings by vertex: from x =
; 0, X = 0, short = 0 to x = q*x/p + (1 - p)/p, X = X + q*x/p + (1 - p)/p, short = -p + short + 1, for
; any p, q > 0 with (<= p 1) and (<= q 1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const X Real)
(declare-const Y Real)
(declare-const short_p Real)
(declare-const short_q Real)
(declare-const x_back Real)
(declare-const x_out Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= X 0.0))
(assert (>= Y 0.0))
(assert (>= short_p 0.0))
(assert (>= short_q 0.0))
(assert (>= x_back 0.0))
(assert (>= x_out 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (and (>= (* 2.0 K) 0.0)) (and (=> (= X 0.0) (= short_p 0.0)) (=> (= short_p 0.0) (and (= X 0.0) (= x_out 0.0))))))
(assert (=> (and (>= (* 2.0 K) 0.0)) (and (=> (= Y 0.0) (= short_q 0.0)) (=> (= short_q 0.0) (and (= Y 0.0) (= x_back 0.0))))))
(assert (not (and (>= (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 X))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 Y)))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (=> (and (= short_p 0.0) (= short_q 0.0)) (= (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 X))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 Y)))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))) (=> (and (>= W 2.0) (= (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 X))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 Y)))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))) (and (= short_p 0.0) (= short_q 0.0))))))
(check-sat)
