; claim: frozen-growth
; obligation: one-corridor
; In words: rows that err with probability delta or more cost at least (1 + K delta/2) H* for W = 1
; too
; Scope: all W, K, L, every start with rows in (0, 1], every range of errors delta, Delta >= 0
; Where x_out is x_out, X_out is X_out after 2*K steps of vertices from the leaf, with forward rows of
; one: from x_out = 0, X_out = 0 to x_out = q*x_out, X_out = X_out + q*x_out, for any q > 0 with (<= q
; 1)
; Where y is y, Y is Y, product is product, S is S after 2*K steps of vertices from the fork, with
; errors 1 - q from delta to Delta: from y = 0, Y = 0, product = 1, S = 1 to y = y/q + (1 - q)/q, Y =
; Y + y/q + (1 - q)/q, product = product/q, S = S + product/q, for any q > 0 with (<= q 1) and (<=
; delta (+ 1 (* (- 1) q))) and (<= (+ 1 (* (- 1) q)) Delta)
; expected answer: sat
(set-logic QF_NRA)
(declare-const Delta Real)
(declare-const K Real)
(declare-const L Real)
(declare-const S Real)
(declare-const W Real)
(declare-const X_out Real)
(declare-const Y Real)
(declare-const delta Real)
(declare-const product Real)
(declare-const x_out Real)
(declare-const y Real)
(assert (>= Delta 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= delta 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= (* 2.0 K) 0.0) (and (= x_out 0.0) (= X_out 0.0))))
(assert (=> (>= (* 2.0 K) 0.0) (and (= y (+ (- 1.0) product)) (= Y (+ (- 1.0) (* (- 2.0) K) S)))))
(assert (=> (>= (* 2.0 K) 0.0) (and (>= product 1.0) (>= S (+ (* 2.0 K) product)))))
(assert (=> (>= (* 2.0 K) 0.0) (and (>= product (+ 1.0 (* 2.0 K delta))) (>= S (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* K delta)))))))
(assert (=> (>= (* 2.0 K) 0.0) (=> (<= (* 2.0 (* 2.0 Delta K)) 1.0) (and (>= product 0.0) (<= (* product (+ 1.0 (* (- 2.0) Delta K))) 1.0) (<= S (+ 2.0 (* 4.0 K)))))))
(assert (not (=> (<= W 1.0) (>= (* 2.0 (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 2.0) K) (* 2.0 S))))) (* (+ 2.0 (* K delta)) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))))))
(check-sat)
