; claim: parametrisation
; obligation: theorem
; In words: gradient flow on gaps, gradient flow on all logits and the natural gradient all tend to
; the optimum; (H - H*) t tends to 4K on gaps and to 2WKL on logits, and H - H* falls like e^(-2t)
; under the natural gradient
; Scope: all W >= 2, K, L, every policy in (0, 1], every flow that moves gaps against the slopes,
; every row of a vertex p_v, q_v in (0, 1], every bound of the errors delta > 0, every relative error
; of the slopes k in (0, 1], every weight of a side a, b > 0
; Where fall is fall, unsettled is unsettled after 4*K steps of rows: from fall = 0, unsettled = 0 to
; fall = fall + p_r*slope*velocity*(1 - p_r), unsettled = slope**2*(1 - p_r)**2 + unsettled, for any
; p_r > 0, slope, factor > 0, velocity with (<= p_r 1) and (or (= velocity (* (- 1) factor slope))
; (and (=> (> slope 0) (= velocity (- 1))) (=> (< slope 0) (= velocity 1))))
; Where rows is rows, by_logits is by_logits after K steps of diamonds: from rows = 0, by_logits = 0
; to rows = rows + 4, by_logits = by_logits + (2*L*W + 2*W)/(1 + 1/L)
; Where y_before is x_i, s_v is s_i, more_fork is more after v_at - 1 steps of vertices, with what
; errors have beyond delta: from x_i = 0, s_i = 1, more = 0 to x_i = q*x_i/p + (1 - p)/p, s_i = 1 +
; q*s_i/p, more = more + more_next, for any p > 0, q > 0, more_next >= 0 with (<= p 1) and (<= q 1)
; and (<= (+ 1 (* (- 1) p)) (+ delta more_next)) and (<= (+ 1 (* (- 1) q)) (+ delta more_next))
; Where x_v is x_i, t_v is s_i, more_leaf is more after -v_at + vertices steps of vertices, with what
; errors have beyond delta: from x_i = 0, s_i = 1, more = 0 to x_i = q*x_i/p + (1 - p)/p, s_i = 1 +
; q*s_i/p, more = more + more_next, for any p > 0, q > 0, more_next >= 0 with (<= p 1) and (<= q 1)
; and (<= (+ 1 (* (- 1) p)) (+ delta more_next)) and (<= (+ 1 (* (- 1) q)) (+ delta more_next))
; Where x_before is x_i, t_next is s_i, more_back is more after -v_at + vertices + 1 steps of
; vertices, with what errors have beyond delta: from x_i = 0, s_i = 1, more = 0 to x_i = q*x_i/p + (1
; - p)/p, s_i = 1 + q*s_i/p, more = more + more_next, for any p > 0, q > 0, more_next >= 0 with (<= p
; 1) and (<= q 1) and (<= (+ 1 (* (- 1) p)) (+ delta more_next)) and (<= (+ 1 (* (- 1) q)) (+ delta
; more_next))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const a Real)
(declare-const b Real)
(declare-const by_logits Real)
(declare-const delta Real)
(declare-const errors Real)
(declare-const fall Real)
(declare-const k Real)
(declare-const more_back Real)
(declare-const more_fork Real)
(declare-const more_leaf Real)
(declare-const p_v Real)
(declare-const q_v Real)
(declare-const rows Real)
(declare-const s_v Real)
(declare-const t_next Real)
(declare-const t_v Real)
(declare-const unsettled Real)
(declare-const v_at Real)
(declare-const vertices Real)
(declare-const x_before Real)
(declare-const x_v Real)
(declare-const y_before Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> a 0.0))
(assert (> b 0.0))
(assert (> delta 0.0))
(assert (> k 0.0))
(assert (>= more_back 0.0))
(assert (>= more_fork 0.0))
(assert (>= more_leaf 0.0))
(assert (> p_v 0.0))
(assert (> q_v 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= p_v 1.0))
(assert (<= q_v 1.0))
(assert (<= k 1.0))
(assert (= vertices (* 2.0 K)))
(assert (= errors (* delta vertices)))
(assert (=> (>= (* 2.0 vertices) 0.0) (and (<= fall 0.0) (>= unsettled 0.0) (=> (= fall 0.0) (= unsettled 0.0)))))
(assert (=> (>= K 0.0) (and (= rows (* 2.0 vertices)) (= by_logits (* L W vertices)))))
(assert (=> (>= (+ (- 1.0) v_at) 0.0) (and (>= y_before 0.0) (>= s_v 1.0) (=> (and (= more_fork 0.0) (< (* delta v_at) 1.0)) (and (>= s_v (* v_at (+ 1.0 (* (- 1.0) delta v_at)))) (<= (* s_v (+ 1.0 (* (- 1.0) delta v_at))) v_at) (<= (* y_before (+ 1.0 (* (- 1.0) delta (+ (- 1.0) v_at)))) (* delta (+ (- 1.0) v_at))))))))
(assert (=> (and (> vertices 0.0) (>= (+ (- 1.0) v_at) 0.0) (>= errors 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= (+ (- 1.0) v_at) vertices)) (< (* delta v_at) 1.0)))
(assert (=> (and (> vertices 0.0) (>= (+ (- 1.0) v_at) 0.0) (>= errors 0.0) (>= y_before 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= (+ (- 1.0) v_at) vertices) (<= (* y_before (+ 1.0 (* (- 1.0) delta (+ (- 1.0) v_at)))) (* delta (+ (- 1.0) v_at)))) (<= (* 15.0 vertices y_before) k)))
(assert (=> (>= (+ (* (- 1.0) v_at) vertices) 0.0) (and (>= x_v 0.0) (>= t_v 1.0) (=> (and (= more_leaf 0.0) (< (* delta (+ 1.0 (* (- 1.0) v_at) vertices)) 1.0)) (and (>= t_v (* (+ 1.0 (* (- 1.0) delta (+ 1.0 (* (- 1.0) v_at) vertices))) (+ 1.0 (* (- 1.0) v_at) vertices))) (<= (* t_v (+ 1.0 (* (- 1.0) delta (+ 1.0 (* (- 1.0) v_at) vertices)))) (+ 1.0 (* (- 1.0) v_at) vertices)) (<= (* x_v (+ 1.0 (* (- 1.0) delta (+ (* (- 1.0) v_at) vertices)))) (* delta (+ (* (- 1.0) v_at) vertices))))))))
(assert (=> (and (> vertices 0.0) (>= (+ (* (- 1.0) v_at) vertices) 0.0) (>= errors 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= (+ (* (- 1.0) v_at) vertices) vertices)) (< (* delta (+ 1.0 (* (- 1.0) v_at) vertices)) 1.0)))
(assert (=> (and (> vertices 0.0) (>= (+ (* (- 1.0) v_at) vertices) 0.0) (>= errors 0.0) (>= x_v 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= (+ (* (- 1.0) v_at) vertices) vertices) (<= (* x_v (+ 1.0 (* (- 1.0) delta (+ (* (- 1.0) v_at) vertices)))) (* delta (+ (* (- 1.0) v_at) vertices)))) (<= (* 15.0 vertices x_v) k)))
(assert (=> (>= (+ 1.0 (* (- 1.0) v_at) vertices) 0.0) (and (>= x_before 0.0) (>= t_next 1.0) (=> (and (= more_back 0.0) (< (* delta (+ 2.0 (* (- 1.0) v_at) vertices)) 1.0)) (and (>= t_next (* (+ 1.0 (* (- 1.0) delta (+ 2.0 (* (- 1.0) v_at) vertices))) (+ 2.0 (* (- 1.0) v_at) vertices))) (<= (* t_next (+ 1.0 (* (- 1.0) delta (+ 2.0 (* (- 1.0) v_at) vertices)))) (+ 2.0 (* (- 1.0) v_at) vertices)) (<= (* x_before (+ 1.0 (* (- 1.0) delta (+ 1.0 (* (- 1.0) v_at) vertices)))) (* delta (+ 1.0 (* (- 1.0) v_at) vertices))))))))
(assert (=> (and (> vertices 0.0) (>= (+ 1.0 (* (- 1.0) v_at) vertices) 0.0) (>= errors 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= (+ 1.0 (* (- 1.0) v_at) vertices) vertices)) (< (* delta (+ 2.0 (* (- 1.0) v_at) vertices)) 1.0)))
(assert (=> (and (> vertices 0.0) (>= (+ 1.0 (* (- 1.0) v_at) vertices) 0.0) (>= errors 0.0) (>= x_before 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= (+ 1.0 (* (- 1.0) v_at) vertices) vertices) (<= (* x_before (+ 1.0 (* (- 1.0) delta (+ 1.0 (* (- 1.0) v_at) vertices)))) (* delta (+ 1.0 (* (- 1.0) v_at) vertices)))) (<= (* 15.0 vertices x_before) k)))
(assert (=> (and (> vertices 0.0) (>= (+ (- 1.0) v_at) 0.0) (> s_v 0.0) (>= errors 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= v_at vertices) (>= s_v (* v_at (+ 1.0 (* (- 1.0) delta v_at)))) (<= (* s_v (+ 1.0 (* (- 1.0) delta v_at))) v_at)) (and (<= (* v_at (+ 32.0 (* (- 1.0) k))) (* 32.0 s_v)) (<= (* s_v (+ 32.0 (* (- 1.0) k))) (* 32.0 v_at)) (<= (* 64.0 delta) k))))
(assert (=> (and (> vertices 0.0) (>= (+ (* (- 1.0) v_at) vertices) 0.0) (> t_v 0.0) (>= errors 0.0) (= k (* 16.0 errors vertices)) (= errors errors) (<= k 1.0) (>= vertices 2.0) (<= (+ 1.0 (* (- 1.0) v_at) vertices) vertices) (>= t_v (* (+ 1.0 (* (- 1.0) delta (+ 1.0 (* (- 1.0) v_at) vertices))) (+ 1.0 (* (- 1.0) v_at) vertices))) (<= (* t_v (+ 1.0 (* (- 1.0) delta (+ 1.0 (* (- 1.0) v_at) vertices)))) (+ 1.0 (* (- 1.0) v_at) vertices))) (and (<= (* (+ 32.0 (* (- 1.0) k)) (+ 1.0 (* (- 1.0) v_at) vertices)) (* 32.0 t_v)) (<= (* t_v (+ 32.0 (* (- 1.0) k))) (+ 32.0 (* (- 32.0) v_at) (* 32.0 vertices))) (<= (* 64.0 delta) k))))
(assert (=> (and (> vertices 0.0) (> (+ 1.0 (* (- 1.0) v_at) vertices) 0.0) (> p_v 0.0) (> q_v 0.0) (> s_v 0.0) (> t_v 0.0) (> v_at 0.0) (>= x_before 0.0) (>= y_before 0.0) (<= b (* 2.0 a)) (<= k 1.0) (>= vertices 2.0) (<= p_v 1.0) (<= q_v 1.0) (>= v_at 1.0) (<= (+ 1.0 (* (- 1.0) v_at) vertices) vertices) (<= (+ 64.0 (* (- 64.0) p_v)) k) (<= (+ 64.0 (* (- 64.0) q_v)) k) (<= (* 15.0 vertices x_before) k) (<= (* 15.0 vertices y_before) k) (<= (* v_at (+ 32.0 (* (- 1.0) k))) (* 32.0 s_v)) (<= (* s_v (+ 32.0 (* (- 1.0) k))) (* 32.0 v_at)) (<= (* t_v (+ 32.0 (* (- 1.0) k))) (+ 32.0 (* (- 32.0) v_at) (* 32.0 vertices)))) (and (<= (+ (* a q_v s_v (+ 1.0 x_before)) (* (- 1.0) b p_v t_v y_before)) (* (* p_v q_v) (* a v_at (+ 1.0 k)))) (>= (+ (* a q_v s_v (+ 1.0 x_before)) (* (- 1.0) b p_v t_v y_before)) (* (* p_v q_v) (* a v_at (+ 1.0 (* (- 1.0) k))))))))
(assert (not (=> (and (>= v_at 1.0) (<= v_at vertices) (= more_fork 0.0) (= more_leaf 0.0) (= more_back 0.0) (>= p_v (+ 1.0 (* (- 1.0) delta))) (>= q_v (+ 1.0 (* (- 1.0) delta))) (= k (* 16.0 errors vertices)) (<= b (* 2.0 a))) (and (and (<= fall 0.0) (=> (= fall 0.0) (= unsettled 0.0))) (and (= rows (* 4.0 K)) (= by_logits (* 2.0 K L W))) (and (<= (+ (* a q_v s_v (+ 1.0 x_before)) (* (- 1.0) b p_v t_v y_before)) (* (* p_v q_v) (* a v_at (+ 1.0 k)))) (>= (+ (* a q_v s_v (+ 1.0 x_before)) (* (- 1.0) b p_v t_v y_before)) (* (* p_v q_v) (* a v_at (+ 1.0 (* (- 1.0) k))))))))))
(check-sat)
