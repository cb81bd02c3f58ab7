; claim: untied-convergence
; obligation: theorem
; In words: with rows of its own in every corridor the optimum is still the only point at which every
; coordinate is one or stationary
; Scope: all W >= 2, K, L, every policy in (0, 1], every row p_v, q_v, p_new, q_new in (0, 1]
; Where alpha_sum is alpha_sum, beta_sum is beta_sum after W - 1 steps of other corridors: from
; alpha_sum = 0, beta_sum = 0 to alpha_sum = R_j + alpha_sum, beta_sum = beta_sum + u_j, for any p, q,
; R_j, u_j > 0 with (<= p 1) and (<= q 1) and (<= (* R_fork u_j) (* R_j (+ 1 x_fork)))
; Where a_v is a, P_v is P after v - 1 steps of vertices: a stays at least 2: from a = alpha_sum + 2,
; P = 1 to a = a*q/p + 2, P = P*p/q, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_v is x, E_v is E after 2*K - v steps of vertices: x stays at least 0, E 2: from x = 0, E = 2
; to x = q*x/p + (1 - p)/p, E = E*p/q + 2, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_straight is x after 2*K - v steps of vertices: x stays 0 if every p is one: from x = 0 to x
; = q*x, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where a_i is a after m steps of vertices: over ones a grows by 2: from a = a_v*q_v + 2 to a = a + 2
; Where x_i is x, E_i is E after 2*K - m - v - 1 steps of vertices: x stays at least 0, E 2: from x =
; 0, E = 2 to x = q*x/p + (1 - p)/p, E = E*p/q + 2, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_i1 is x, E_i1 is E after 2*K - m - v steps of vertices: x stays at least 0, E 2: from x = 0,
; E = 2 to x = q*x/p + (1 - p)/p, E = E*p/q + 2, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_u is x, E_u is E after m steps of vertices: over ones x stays the same, and E grows by 2:
; from x = x_i1, E = E_i*p_v + 2 to x = x, E = E + 2
; Where a_first is a after n steps of vertices: over ones a grows by 2: from a = alpha_sum + 2 to a =
; a + 2
; Where x_behind is x, E_first is E after 2*K - n - 1 steps of vertices: x stays at least 0, E 2: from
; x = 0, E = 2 to x = q*x/p + (1 - p)/p, E = E*p/q + 2, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_first is x, E_behind is E after 2*K - n steps of vertices: x stays at least 0, E 2: from x =
; 0, E = 2 to x = q*x/p + (1 - p)/p, E = E*p/q + 2, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_fork is x, R_fork is E after n steps of vertices: over ones x stays the same, and E grows by
; 2: from x = x_first, E = E_first*p_v + 2 to x = x, E = E + 2
; Where x_ones is x, R_ones is E after 2*K steps of vertices: E is at most twice the number of edges
; if every q is one: from x = 0, E = 2 to x = x/p + (1 - p)/p, E = E*p + 2, for any p, q > 0 with (<=
; p 1) and (<= q 1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_behind Real)
(declare-const E_first Real)
(declare-const E_i Real)
(declare-const E_i1 Real)
(declare-const E_u Real)
(declare-const E_v Real)
(declare-const K Real)
(declare-const L Real)
(declare-const P_v Real)
(declare-const R_fork Real)
(declare-const R_ones Real)
(declare-const W Real)
(declare-const a_first Real)
(declare-const a_i Real)
(declare-const a_v Real)
(declare-const alpha_sum Real)
(declare-const beta_sum Real)
(declare-const m Real)
(declare-const n Real)
(declare-const p_new Real)
(declare-const p_v Real)
(declare-const q_new Real)
(declare-const q_v Real)
(declare-const v Real)
(declare-const x_behind Real)
(declare-const x_first Real)
(declare-const x_fork Real)
(declare-const x_i Real)
(declare-const x_i1 Real)
(declare-const x_ones Real)
(declare-const x_straight Real)
(declare-const x_u Real)
(declare-const x_v Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P_v 0.0))
(assert (> W 0.0))
(assert (> p_new 0.0))
(assert (> p_v 0.0))
(assert (> q_new 0.0))
(assert (> q_v 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= p_v 1.0))
(assert (<= q_v 1.0))
(assert (<= p_new 1.0))
(assert (<= q_new 1.0))
(assert (=> (and (> R_fork 0.0) (>= (+ (- 1.0) W) 0.0) (> (+ 1.0 x_fork) 0.0)) (and (<= (* R_fork beta_sum) (* alpha_sum (+ 1.0 x_fork))) (>= alpha_sum 0.0) (>= beta_sum 0.0) (=> (>= (+ (- 1.0) W) 1.0) (and (> alpha_sum 0.0) (> beta_sum 0.0))))))
(assert (=> (and (> alpha_sum 0.0) (>= (+ (- 1.0) v) 0.0)) (>= a_v 2.0)))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) v)) 0.0) (and (>= x_v 0.0) (>= E_v 2.0))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) v)) 0.0) (= x_straight 0.0)))
(assert (=> (and (>= a_v 2.0) (= (+ (* (- 1.0) a_v q_v (+ 1.0 (* q_v x_v))) (* E_v P_v beta_sum (* p_v p_v))) (* 0.0 (* p_v q_v)))) (not (= (+ (* a_v (* q_v q_v) x_v) (* (- 1.0) E_v P_v beta_sum (* p_v p_v))) (* 0.0 (* p_v q_v))))))
(assert (=> (>= m 0.0) (= a_i (+ 2.0 (* 2.0 m) (* a_v q_v)))))
(assert (=> (>= (+ (- 1.0) (* 2.0 K) (* (- 1.0) m) (* (- 1.0) v)) 0.0) (and (>= x_i 0.0) (>= E_i 2.0))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) m) (* (- 1.0) v)) 0.0) (and (>= x_i1 0.0) (>= E_i1 2.0))))
(assert (=> (>= m 0.0) (and (= x_u x_i1) (= E_u (+ 2.0 (* 2.0 m) (* E_i p_v))))))
(assert (=> (and (> (* P_v beta_sum) (* 0.0 q_v)) (>= E_i 2.0) (>= E_u (+ 2.0 (* E_i p_v)))) (and (> (* q_v (* E_u P_v beta_sum)) (* q_v (* E_i P_v beta_sum p_v))) (> (* E_i P_v beta_sum p_v) (* 0.0 q_v)))))
(assert (=> (and (> a_i (* a_v q_v)) (>= (* a_v q_v) 0.0) (>= x_i1 0.0) (= (* q_v (* a_v q_v x_i1)) (* E_u P_v beta_sum)) (< (* q_v (* E_i P_v beta_sum p_v)) (* q_v (* E_u P_v beta_sum)))) (not (= (+ (* (- 1.0) a_i q_v (+ 1.0 x_i1)) (* E_i P_v beta_sum p_v)) (* 0.0 q_v)))))
(assert (=> (>= n 0.0) (= a_first (+ 2.0 alpha_sum (* 2.0 n)))))
(assert (=> (>= (+ (- 1.0) (* 2.0 K) (* (- 1.0) n)) 0.0) (and (>= x_behind 0.0) (>= E_first 2.0))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) n)) 0.0) (and (>= x_first 0.0) (>= E_behind 2.0))))
(assert (=> (>= n 0.0) (and (= x_fork x_first) (= R_fork (+ 2.0 (* 2.0 n) (* E_first p_v))))))
(assert (=> (and (> R_fork 0.0) (>= n 0.0) (> (+ 1.0 x_fork) 0.0) (> alpha_sum 0.0) (> beta_sum 0.0) (= R_fork (+ 2.0 (* 2.0 n) (* E_first p_v))) (<= (* R_fork beta_sum) (* alpha_sum (+ 1.0 x_fork)))) (not (= (* (+ 1.0 x_fork) (+ 2.0 alpha_sum (* 2.0 n))) (* E_first beta_sum p_v)))))
(assert (=> (>= (* 2.0 K) 0.0) (and (>= x_ones 0.0) (>= R_ones 0.0) (<= R_ones (+ 2.0 (* 4.0 K))))))
(assert (not (=> (and (>= v 1.0) (<= v (* 2.0 K)) (>= n 0.0) (<= (+ 1.0 n) (* 2.0 K))) (and (not (and (= (+ (* (- 1.0) a_v q_v (+ 1.0 (* q_v x_v))) (* E_v P_v beta_sum (* p_v p_v))) (* 0.0 (* p_v q_v))) (= (+ (* a_v (* q_v q_v) x_v) (* (- 1.0) E_v P_v beta_sum (* p_v p_v))) (* 0.0 (* p_v q_v))))) (not (= (+ (* (- 1.0) E_v P_v beta_sum) (* a_v (* q_v q_v) x_straight)) (* 0.0 q_v))) (=> (and (>= m 0.0) (>= (+ (- 1.0) (* 2.0 K) (* (- 1.0) m) (* (- 1.0) v)) 0.0)) (not (and (= (+ (* (- 1.0) E_u P_v beta_sum) (* a_v (* q_v q_v) x_u)) (* 0.0 q_v)) (= (+ (* (- 1.0) a_i q_v (+ 1.0 x_i1)) (* E_i P_v beta_sum p_v)) (* 0.0 q_v))))) (not (= (+ (* (- 1.0) a_first (+ 1.0 x_first)) (* E_first beta_sum p_v)) 0.0)) (<= R_ones (* 2.0 (+ 1.0 (* 2.0 K)) (+ 1.0 x_ones)))))))
(check-sat)
