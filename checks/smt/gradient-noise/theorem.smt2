; claim: gradient-noise
; obligation: theorem
; In words: at the SFT limit a sampled gradient needs at least 2(W-1)(1-q_v)/(q_1...q_(v-1)) - 1 walks
; for the row at v, whatever the constant baseline; at base a polynomial number of walks is enough for
; forward rows, and for backward rows if W is at least twice their threshold
; Scope: all W >= 2, K, L, every policy in (0, 1]
; Where t is t, visits is visits after v - 1 steps of vertices on the way in at the SFT limit: from t
; = 1, visits = W - 1 to t = q*t, visits = visits/q, for any p, q > 0 with (<= p 1) and (<= q 1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const k Real)
(declare-const q_v Real)
(declare-const scores Real)
(declare-const slope Real)
(declare-const t Real)
(declare-const u_1 Real)
(declare-const u_2 Real)
(declare-const v Real)
(declare-const visits Real)
(declare-const walks Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> t 0.0))
(assert (> visits 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (and (>= (+ (- 1.0) v) 0.0) (> W 1.0)) (= (* t visits) (+ (- 1.0) W))))
(assert (=> (and (> scores 0.0) (>= (+ (* (- 1.0) (* u_1 u_1)) u_2) (* 2.0 (* slope slope))) (< slope 0.0) (= (* (* slope slope) (+ 1.0 walks)) (* scores (+ (* k k) u_2 (* (- 2.0) k u_1))))) (>= (+ 1.0 walks) (* 2.0 scores))))
(assert (not (=> (and (>= v 1.0) (<= v (* 2.0 K)) (> q_v 0.0) (< q_v 1.0) (= scores (* visits (+ 1.0 (* (- 1.0) q_v)))) (>= (+ (* (- 1.0) (* u_1 u_1)) u_2) (* 2.0 (* slope slope))) (< slope 0.0) (= (* (* slope slope) (+ 1.0 walks)) (* scores (+ (* k k) u_2 (* (- 2.0) k u_1))))) (>= (* t (+ 1.0 walks)) (* 2.0 (+ 1.0 (* (- 1.0) q_v)) (+ (- 1.0) W))))))
(check-sat)
