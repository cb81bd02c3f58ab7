; claim: tilt-leaks-target
; obligation: keeps-the-fork
; In words: the tilt keeps the fork uniform
; Scope: all W >= 2, K, L, every policy in (0, 1], every weight of a step lam in (0, 1], every mean
; weight Z > 0, every mean weight in the target's corridor T >= 0
; Where B is B after 2*K steps of mean weights to come back over an edge: from B = lam to B = after,
; for any p > 0, q > 0, after >= 0 with (<= p 1) and (<= q 1) and (= (* after (+ 1 (* (- 1) B lam (+ 1
; (* (- 1) q))))) (* lam (+ (* (+ 1 (* (- 1) p)) (+ 1 (* (- 1) B lam (+ 1 (* (- 1) q))))) (* B lam p
; q))))
; expected answer: sat
(set-logic QF_NRA)
(declare-const B Real)
(declare-const K Real)
(declare-const L Real)
(declare-const T Real)
(declare-const W Real)
(declare-const Z Real)
(declare-const lam Real)
(assert (>= B 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (>= T 0.0))
(assert (> W 0.0))
(assert (> Z 0.0))
(assert (> lam 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= lam 1.0))
(assert (=> (and (>= (* 2.0 K) 0.0) (<= lam 1.0)) (<= B lam)))
(assert (not (=> (= (* W Z) (* lam (+ T (* B Z (+ (- 1.0) W))))) (= (* T W) (+ T (* B Z (+ (- 1.0) W)))))))
(check-sat)
