; claim: global-convergence
; obligation: always-descends
; In words: every forward derivative is negative at every policy
; Scope: all W >= 2, K, L, every policy in (0, 1], every row of a vertex p_v, q_v in (0, 1]
; Where y_v is y_e, s_v is s_e after v - 1 steps of vertices, from-fork: from y_e = 0, s_e = 1 to y_e
; = p*y_e/q + (1 - q)/q, s_e = 1 + q*s_e/p, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_v is x_e, t_v is t_e after 2*K - v steps of vertices, from-leaf: from x_e = 0, t_e = 1 to
; x_e = q*x_e/p + (1 - p)/p, t_e = p*t_e/q + 1, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where y_first is y_e, s_first is s_e after v - 1 steps of vertices, ones-outward: from y_e = 0, s_e
; = 1 to y_e = y_e, s_e = s_e + 1
; Where x_straight is x_e after 2*K - v steps of vertices, straight: from x_e = 0 to x_e = q*x_e, for
; any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_i is x_e, t_i is t_e after 2*K - m - v - 1 steps of vertices, from-leaf: from x_e = 0, t_e =
; 1 to x_e = q*x_e/p + (1 - p)/p, t_e = p*t_e/q + 1, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_b is x_e, t_b is t_e after 2*K - m - v steps of vertices, from-leaf: from x_e = 0, t_e = 1
; to x_e = q*x_e/p + (1 - p)/p, t_e = p*t_e/q + 1, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where y_on is y_e, s_on is s_e after m steps of vertices, ones-outward: from y_e = y_v/q_v + (1 -
; q_v)/q_v, s_e = q_v*s_v + 1 to y_e = y_e, s_e = s_e + 1
; Where x_on is x_e, t_on is t_e after m steps of vertices, ones-inward: from x_e = x_b, t_e = p_v*t_i
; + 1 to x_e = x_e, t_e = t_e + 1
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const m Real)
(declare-const p_v Real)
(declare-const q_v Real)
(declare-const s_first Real)
(declare-const s_on Real)
(declare-const s_v Real)
(declare-const t_b Real)
(declare-const t_i Real)
(declare-const t_on Real)
(declare-const t_v Real)
(declare-const v Real)
(declare-const x_b Real)
(declare-const x_i Real)
(declare-const x_on Real)
(declare-const x_straight Real)
(declare-const x_v Real)
(declare-const y_first Real)
(declare-const y_on Real)
(declare-const y_v Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> p_v 0.0))
(assert (> q_v 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= p_v 1.0))
(assert (<= q_v 1.0))
(assert (=> (>= (+ (- 1.0) v) 0.0) (and (>= y_v 0.0) (>= s_v 1.0))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) v)) 0.0) (and (>= x_v 0.0) (>= t_v 1.0))))
(assert (=> (>= (+ (- 1.0) v) 0.0) (and (= y_first 0.0) (= s_first v))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) v)) 0.0) (= x_straight 0.0)))
(assert (=> (>= (+ (- 1.0) (* 2.0 K) (* (- 1.0) m) (* (- 1.0) v)) 0.0) (and (>= x_i 0.0) (>= t_i 1.0))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) m) (* (- 1.0) v)) 0.0) (and (>= x_b 0.0) (>= t_b 1.0))))
(assert (=> (>= m 0.0) (and (= (* q_v y_on) (+ 1.0 (* (- 1.0) q_v) y_v)) (= s_on (+ 1.0 m (* q_v s_v))))))
(assert (=> (>= m 0.0) (and (= x_on x_b) (= t_on (+ 1.0 m (* p_v t_i))))))
(assert (=> (and (> p_v 0.0) (> q_v 0.0) (> s_v 0.0) (> t_v 0.0) (>= x_v 0.0) (>= y_v 0.0) (>= W 2.0) (>= s_v 1.0) (>= t_v 1.0) (< p_v 1.0) (< q_v 1.0) (= (+ (* (- 1.0) W q_v s_v (+ 1.0 (* q_v x_v))) (* (* p_v p_v) t_v y_v (+ (- 1.0) W))) (* 0.0 (* (* p_v p_v) q_v)))) (not (= (+ (* W (* q_v q_v) s_v x_v) (* (- 1.0) p_v t_v (+ (- 1.0) W) (+ 1.0 (* p_v y_v)))) (* 0.0 (* p_v (* q_v q_v)))))))
(assert (=> (and (> p_v 0.0) (> q_v 0.0) (> s_v 0.0) (> t_v 0.0) (>= y_v 0.0) (>= W 2.0) (>= s_v 1.0) (>= t_v 1.0) (<= p_v 1.0) (<= q_v 1.0)) (< (* (- 1.0) t_v (+ (- 1.0) W) (+ 1.0 y_v)) (* 0.0 q_v))))
(assert (=> (and (> p_v 0.0) (> q_v 0.0) (> s_first 0.0) (> t_v 0.0) (>= x_v 0.0) (>= W 2.0) (>= s_first 1.0) (>= t_v 1.0) (<= p_v 1.0) (<= q_v 1.0)) (< (* (- 1.0) W s_first (+ 1.0 x_v)) (* 0.0 p_v))))
(assert (=> (and (> p_v 0.0) (> q_v 0.0) (> s_v 0.0) (> t_i 0.0) (>= W 2.0) (>= s_on (+ 1.0 (* q_v s_v))) (>= t_on (+ 1.0 (* p_v t_i)))) (and (> (* W s_on) (* W q_v s_v)) (> (* t_on (+ (- 1.0) W)) (* p_v t_i (+ (- 1.0) W))) (> (* W q_v s_v) 0.0) (> (* p_v t_i (+ (- 1.0) W)) 0.0))))
(assert (=> (and (> (* W s_on) (* W q_v s_v)) (> (* t_on (+ (- 1.0) W)) (* p_v t_i (+ (- 1.0) W))) (> (* W q_v s_v) 0.0) (> (* p_v t_i (+ (- 1.0) W)) 0.0) (>= x_b 0.0) (>= y_on 0.0) (= (* W q_v s_v x_b) (* t_on (+ (- 1.0) W) (+ 1.0 y_on)))) (not (= (* W s_on (+ 1.0 x_b)) (* p_v t_i y_on (+ (- 1.0) W))))))
(assert (not (=> (and (>= v 1.0) (<= v (* 2.0 K))) (< (+ (* (- 1.0) W q_v s_v (+ 1.0 x_v)) (* p_v t_v y_v (+ (- 1.0) W))) (* 0.0 (* p_v q_v))))))
(check-sat)
