; claim: reward-forms
; obligation: theorem
; In words: outcome reward alone has gradient zero at every policy; at the SFT limit each backward
; derivative is at most (1-q)(1-1/W)(N/2) rho^-K within a horizon of N steps, and at least 2(1-q)(W-1)
; rho^K with a charge per step
; Scope: all W, K, L, every policy in (0, 1]
; Where alpha is alpha, beta is beta, out is out, in is in after v steps of probabilities of success
; from the fork: from alpha = V_fork, beta = V_fork, out = 0, in = 0 to alpha = alpha_next, beta =
; beta_next, out = alpha_next - beta, in = -alpha_next + beta, for any p > 0, q > 0, alpha_next,
; beta_next with (<= p 1) and (<= q 1) and (= alpha (+ (* alpha_next p) (* beta (+ 1 (* (- 1) p)))))
; and (= beta_next (+ (* alpha_next (+ 1 (* (- 1) q))) (* beta q)))
; Where alpha_leaf is alpha, beta_leaf is beta, gain_out_leaf is out, gain_in_leaf is in after 2*K
; steps of probabilities of success from the fork: from alpha = V_fork, beta = V_fork, out = 0, in = 0
; to alpha = alpha_next, beta = beta_next, out = alpha_next - beta, in = -alpha_next + beta, for any p
; > 0, q > 0, alpha_next, beta_next with (<= p 1) and (<= q 1) and (= alpha (+ (* alpha_next p) (*
; beta (+ 1 (* (- 1) p))))) and (= beta_next (+ (* alpha_next (+ 1 (* (- 1) q))) (* beta q)))
; Where t is t, y is y, V is V, V_turn is V_turn after v - 1 steps of vertices on the way in at the
; SFT limit: from t = 1, y = 0, V = V_within, V_turn = 0 to t = q*t, y = y/q + (1 - q)/q, V = V*q +
; turned_next*(1 - q), V_turn = turned_next, for any p > 0, q > 0, turned_next >= 0 with (<= p 1) and
; (<= q 1) and (<= V_turn turned_next) and (<= turned_next 1)
; Where P is P, escape is escape after K steps of diamonds at the SFT limit: from P = 1, escape = 1 to
; P = P*(L + 1)**2/L, escape = L*escape/(L + 1)**2
; Where s is s, Q is Q after 2*K - v steps of vertices from the leaf at the SFT limit: from s = 2, Q =
; 1 to s = 2 + s/q, Q = Q*q, for any p, q > 0 with (<= p 1) and (<= q 1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const N Real)
(declare-const P Real)
(declare-const Q Real)
(declare-const V Real)
(declare-const V_fork Real)
(declare-const V_now Real)
(declare-const V_turn Real)
(declare-const V_within Real)
(declare-const W Real)
(declare-const alpha Real)
(declare-const alpha_leaf Real)
(declare-const beta Real)
(declare-const beta_leaf Real)
(declare-const charged Real)
(declare-const escape Real)
(declare-const gain_in_leaf Real)
(declare-const gain_out_leaf Real)
(declare-const in Real)
(declare-const n Real)
(declare-const out Real)
(declare-const q_v Real)
(declare-const s Real)
(declare-const slope Real)
(declare-const t Real)
(declare-const v Real)
(declare-const y Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> Q 0.0))
(assert (>= V_turn 0.0))
(assert (> W 0.0))
(assert (> escape 0.0))
(assert (> s 0.0))
(assert (> t 0.0))
(assert (>= y 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= v 0.0) (and (= alpha V_fork) (= beta V_fork) (= out 0.0) (= in 0.0))))
(assert (=> (>= (* 2.0 K) 0.0) (and (= alpha_leaf V_fork) (= beta_leaf V_fork) (= gain_out_leaf 0.0) (= gain_in_leaf 0.0))))
(assert (=> (and (>= (+ (- 1.0) v) 0.0) (<= V_within 1.0)) (and (<= V (+ t (* V_turn (+ 1.0 (* (- 1.0) t))))) (<= t 1.0) (<= V_turn 1.0) (= (* t (+ 1.0 y)) 1.0))))
(assert (=> (>= K 0.0) (= (* P escape) 1.0)))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) v)) 0.0) (>= (* Q s) 2.0)))
(assert (=> (and (>= W 1.0) (= (* P escape) 1.0) (> q_v 0.0) (<= q_v 1.0) (= (* Q q_v t) escape) (>= n 0.0) (<= (* 2.0 W n) (* N (+ (- 1.0) W))) (<= V_turn V_now) (<= V_now 1.0) (= slope (* Q n q_v (+ 1.0 (* (- 1.0) q_v)) (+ V (* (- 1.0) V_now)))) (<= V (+ t (* V_turn (+ 1.0 (* (- 1.0) t))))) (<= t 1.0)) (<= (* 2.0 P W slope) (* N (+ 1.0 (* (- 1.0) q_v)) (+ (- 1.0) W)))))
(assert (=> (and (>= W 1.0) (= (* P escape) 1.0) (> q_v 0.0) (<= q_v 1.0) (= (* Q q_v t) escape) (= (* t (+ 1.0 y)) 1.0)) (= (+ 1.0 y) (* P Q q_v))))
(assert (=> (and (>= W 1.0) (> q_v 0.0) (<= q_v 1.0) (= (* charged q_v) (* s (+ 1.0 (* (- 1.0) q_v)) (+ (- 1.0) W) (+ 1.0 y))) (>= (* Q s) 2.0) (= (+ 1.0 y) (* P Q q_v))) (>= charged (* 2.0 P (+ 1.0 (* (- 1.0) q_v)) (+ (- 1.0) W)))))
(assert (not (=> (and (>= v 1.0) (<= v (* 2.0 K)) (<= V_within 1.0) (> q_v 0.0) (<= q_v 1.0) (= (* Q q_v t) escape)) (and (= (* out q_v (+ 1.0 (* (- 1.0) q_v))) 0.0) (= (* in q_v (+ 1.0 (* (- 1.0) q_v))) 0.0) (=> (= (* W alpha_leaf) (+ 1.0 (* beta_leaf (+ (- 1.0) W)))) (= V_fork 1.0)) (=> (and (>= n 0.0) (<= (* 2.0 W n) (* N (+ (- 1.0) W))) (<= V_turn V_now) (<= V_now 1.0) (= slope (* Q n q_v (+ 1.0 (* (- 1.0) q_v)) (+ V (* (- 1.0) V_now))))) (<= (* 2.0 P W slope) (* N (+ 1.0 (* (- 1.0) q_v)) (+ (- 1.0) W)))) (=> (= (* charged q_v) (* s (+ 1.0 (* (- 1.0) q_v)) (+ (- 1.0) W) (+ 1.0 y))) (>= charged (* 2.0 P (+ 1.0 (* (- 1.0) q_v)) (+ (- 1.0) W))))))))
(check-sat)
