; claim: cost-gradient
; obligation: theorem
; In words: the partial derivatives of H are dH/dp_v = -2W (x_(v-1)+1) S_(v-1)/p_v + 2(W-1) y_(v-1)
; T_v/q_v and dH/dq_v = 2W x_v S_(v-1)/p_v - 2(W-1) (y_v+1) T_v/q_v
; Scope: all W, K, L, every policy in (0, 1], every row p_v, q_v, p_new, q_new in (0, 1]
; Where D_out is D, eta_out is eta_v, x_end_out is x_v, R_end_out is R after 2*K steps of vertices
; from the fork: from D = 0, eta_v = 1, x_v = x_v_out, R = R_out to D = D + delta, eta_v = eta_next,
; x_v = x_next, R = R - x_next - x_v - 1, for any p > 0, q > 0, delta >= 0, eta_next >= 0, x_next >= 0
; with (<= p 1) and (<= q 1) and (= delta (+ p (* (+ 1 (* (- 1) p)) (+ 1 delta eta_v)))) and (=
; eta_next (+ 1 (* (- 1) q) (* q (+ 1 delta eta_v)))) and (= (* p x_v) (+ 1 (* (- 1) p) (* q x_next)))
; Where x_v_out is x_v, T_out is T, R_out is R, short_out is short after 2*K steps of vertices from
; the leaf: from x_v = 0, T = 0, R = 0, short = 0 to x_v = q*x_v/p + (1 - p)/p, T = T + q*x_v/p + (1 -
; p)/p, R = R + x_v + 1 + q*x_v/p + (1 - p)/p, short = -p + short + 1, for any p, q > 0 with (<= p 1)
; and (<= q 1)
; Where D_back is D, eta_back is eta_v, x_end_back is x_v, R_end_back is R after 2*K steps of vertices
; from the fork: from D = 0, eta_v = 1, x_v = x_v_back, R = R_back to D = D + delta, eta_v = eta_next,
; x_v = x_next, R = R - x_next - x_v - 1, for any p > 0, q > 0, delta >= 0, eta_next >= 0, x_next >= 0
; with (<= p 1) and (<= q 1) and (= delta (+ p (* (+ 1 (* (- 1) p)) (+ 1 delta eta_v)))) and (=
; eta_next (+ 1 (* (- 1) q) (* q (+ 1 delta eta_v)))) and (= (* p x_v) (+ 1 (* (- 1) p) (* q x_next)))
; Where x_v_back is x_v, T_back is T, R_back is R, short_back is short after 2*K steps of vertices
; from the leaf: from x_v = 0, T = 0, R = 0, short = 0 to x_v = q*x_v/p + (1 - p)/p, T = T + q*x_v/p +
; (1 - p)/p, R = R + x_v + 1 + q*x_v/p + (1 - p)/p, short = -p + short + 1, for any p, q > 0 with (<=
; p 1) and (<= q 1)
; Where D_out_new is D, eta_out_new is eta_v, x_end_out_new is x_v, R_end_out_new is R after 2*K steps
; of vertices from the fork: from D = 0, eta_v = 1, x_v = x_v_out_new, R = R_out_new to D = D + delta,
; eta_v = eta_next, x_v = x_next, R = R - x_next - x_v - 1, for any p > 0, q > 0, delta >= 0, eta_next
; >= 0, x_next >= 0 with (<= p 1) and (<= q 1) and (= delta (+ p (* (+ 1 (* (- 1) p)) (+ 1 delta
; eta_v)))) and (= eta_next (+ 1 (* (- 1) q) (* q (+ 1 delta eta_v)))) and (= (* p x_v) (+ 1 (* (- 1)
; p) (* q x_next)))
; Where x_v_out_new is x_v, T_out_new is T, R_out_new is R, short_out_new is short after 2*K steps of
; vertices from the leaf: from x_v = 0, T = 0, R = 0, short = 0 to x_v = q*x_v/p + (1 - p)/p, T = T +
; q*x_v/p + (1 - p)/p, R = R + x_v + 1 + q*x_v/p + (1 - p)/p, short = -p + short + 1, for any p, q > 0
; with (<= p 1) and (<= q 1)
; Where D_back_new is D, eta_back_new is eta_v, x_end_back_new is x_v, R_end_back_new is R after 2*K
; steps of vertices from the fork: from D = 0, eta_v = 1, x_v = x_v_back_new, R = R_back_new to D = D
; + delta, eta_v = eta_next, x_v = x_next, R = R - x_next - x_v - 1, for any p > 0, q > 0, delta >= 0,
; eta_next >= 0, x_next >= 0 with (<= p 1) and (<= q 1) and (= delta (+ p (* (+ 1 (* (- 1) p)) (+ 1
; delta eta_v)))) and (= eta_next (+ 1 (* (- 1) q) (* q (+ 1 delta eta_v)))) and (= (* p x_v) (+ 1 (*
; (- 1) p) (* q x_next)))
; Where x_v_back_new is x_v, T_back_new is T, R_back_new is R, short_back_new is short after 2*K steps
; of vertices from the leaf: from x_v = 0, T = 0, R = 0, short = 0 to x_v = q*x_v/p + (1 - p)/p, T = T
; + q*x_v/p + (1 - p)/p, R = R + x_v + 1 + q*x_v/p + (1 - p)/p, short = -p + short + 1, for any p, q >
; 0 with (<= p 1) and (<= q 1)
; Where x_out is x, x_new_out is x_new, gain_out is gain, product_out is product, product_on_out is
; product_on, sum_out is sum, sum_on_out is sum_on after v - 1 steps of vertices from the changed one
; to the fork, for two policies: from x = q_v*x_behind/p_v + (1 - p_v)/p_v, x_new =
; q_new*x_behind/p_new + (1 - p_new)/p_new, gain = -q_v*x_behind/p_v - (1 - p_v)/p_v +
; q_new*x_behind/p_new + (1 - p_new)/p_new, product = 1, sum = 1, product_on = q_v/p_v, sum_on = 1 +
; q_v/p_v to x = q*x/p + (1 - p)/p, x_new = q*x_new/p + (1 - p)/p, gain = gain - q*x/p + q*x_new/p,
; product = product*q/p, product_on = product_on*q/p, sum = sum + product*q/p, sum_on = sum_on +
; product_on*q/p, for any p, q > 0 with (<= p 1) and (<= q 1)
; Where x_back is x, x_new_back is x_new, gain_back is gain, product_back is product, product_on_back
; is product_on, sum_back is sum, sum_on_back is sum_on after 2*K - v steps of vertices from the
; changed one to the fork, for two policies: from x = p_v*y_before/q_v + (1 - q_v)/q_v, x_new =
; p_new*y_before/q_new + (1 - q_new)/q_new, gain = p_new*y_before/q_new - p_v*y_before/q_v - (1 -
; q_v)/q_v + (1 - q_new)/q_new, product = 1, sum = 1, product_on = p_v/q_v, sum_on = p_v/q_v + 1 to x
; = q*x/p + (1 - p)/p, x_new = q*x_new/p + (1 - p)/p, gain = gain - q*x/p + q*x_new/p, product =
; product*q/p, product_on = product_on*q/p, sum = sum + product*q/p, sum_on = sum_on + product_on*q/p,
; for any p, q > 0 with (<= p 1) and (<= q 1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D_back Real)
(declare-const D_back_new Real)
(declare-const D_out Real)
(declare-const D_out_new Real)
(declare-const F Real)
(declare-const F_new Real)
(declare-const K Real)
(declare-const L Real)
(declare-const R_end_back Real)
(declare-const R_end_back_new Real)
(declare-const R_end_out Real)
(declare-const R_end_out_new Real)
(declare-const T_back Real)
(declare-const T_back_new Real)
(declare-const T_out Real)
(declare-const T_out_new Real)
(declare-const W Real)
(declare-const gain_back Real)
(declare-const gain_out Real)
(declare-const p_new Real)
(declare-const p_v Real)
(declare-const product_back Real)
(declare-const product_on_back Real)
(declare-const product_on_out Real)
(declare-const product_out Real)
(declare-const q_new Real)
(declare-const q_v Real)
(declare-const sum_back Real)
(declare-const sum_on_back Real)
(declare-const sum_on_out Real)
(declare-const sum_out Real)
(declare-const v Real)
(declare-const x_behind Real)
(declare-const x_end_back Real)
(declare-const x_end_back_new Real)
(declare-const x_end_out Real)
(declare-const x_end_out_new Real)
(declare-const y_before Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> p_new 0.0))
(assert (> p_v 0.0))
(assert (> q_new 0.0))
(assert (> q_v 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= p_v 1.0))
(assert (<= q_v 1.0))
(assert (<= p_new 1.0))
(assert (<= q_new 1.0))
(assert (=> (and (>= W 1.0) (>= K 1.0) (>= L 1.0)) (=> (and (= x_end_out 0.0) (= R_end_out 0.0) (= x_end_back 0.0) (= R_end_back 0.0) (= (* F W) (+ (* W (+ 1.0 D_out)) (* (+ (- 1.0) W) (+ 1.0 D_back F))))) (= (+ 1.0 F) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 T_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 T_back))))))))
(assert (=> (and (>= W 1.0) (>= K 1.0) (>= L 1.0)) (=> (and (= x_end_out_new 0.0) (= R_end_out_new 0.0) (= x_end_back_new 0.0) (= R_end_back_new 0.0) (= (* F_new W) (+ (* W (+ 1.0 D_out_new)) (* (+ (- 1.0) W) (+ 1.0 D_back_new F_new))))) (= (+ 1.0 F_new) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 T_out_new))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 T_back_new))))))))
(assert (=> (>= (+ (- 1.0) v) 0.0) (and (= (* gain_out (* p_new p_v)) (* sum_out (+ (* (- 1.0) p_new (+ 1.0 (* (- 1.0) p_v))) (* p_v (+ 1.0 (* (- 1.0) p_new))) (* (- 1.0) p_new q_v x_behind) (* p_v q_new x_behind)))) (>= sum_out 1.0))))
(assert (=> (>= (+ (- 1.0) v) 0.0) (and (= (* p_v product_on_out) (* product_out q_v)) (= (* p_v sum_on_out) (+ p_v (* q_v sum_out))))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) v)) 0.0) (and (= (* gain_back (* q_new q_v)) (* sum_back (+ (* (- 1.0) q_new (+ 1.0 (* (- 1.0) q_v))) (* q_v (+ 1.0 (* (- 1.0) q_new))) (* p_new q_v y_before) (* (- 1.0) p_v q_new y_before)))) (>= sum_back 1.0))))
(assert (=> (>= (+ (* 2.0 K) (* (- 1.0) v)) 0.0) (and (= (* product_on_back q_v) (* p_v product_back)) (= (* q_v sum_on_back) (+ q_v (* p_v sum_back))))))
(assert (=> (= (* gain_out p_new p_v) (* sum_out (+ (* (- 1.0) p_new) p_v (* (- 1.0) p_new q_v x_behind) (* p_v q_new x_behind)))) (= (* W gain_out p_new p_v q_new q_v) (* W q_new q_v sum_out (+ (* (- 1.0) p_new) p_v (* (- 1.0) p_new q_v x_behind) (* p_v q_new x_behind))))))
(assert (=> (= (* gain_back q_new q_v) (* sum_back (+ (* (- 1.0) q_new) q_v (* p_new q_v y_before) (* (- 1.0) p_v q_new y_before)))) (= (* gain_back p_new p_v q_new q_v (+ (- 1.0) W)) (* p_new p_v sum_back (+ (- 1.0) W) (+ (* (- 1.0) q_new) q_v (* p_new q_v y_before) (* (- 1.0) p_v q_new y_before))))))
(assert (=> (and (= (+ 1.0 F) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 T_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 T_back))))) (= (+ 1.0 F_new) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 T_out_new))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 T_back_new))))) (= T_out_new (+ T_out gain_out)) (= T_back_new (+ T_back gain_back))) (= (* p_new p_v q_new q_v (+ (* (- 1.0) F) F_new)) (* 2.0 p_new p_v q_new q_v (+ (* W gain_out) (* gain_back (+ (- 1.0) W)))))))
(assert (=> (and (= (* p_new p_v q_new q_v (+ (* (- 1.0) F) F_new)) (* 2.0 p_new p_v q_new q_v (+ (* W gain_out) (* gain_back (+ (- 1.0) W))))) (= (* W gain_out p_new p_v q_new q_v) (* W q_new q_v sum_out (+ (* (- 1.0) p_new) p_v (* (- 1.0) p_new q_v x_behind) (* p_v q_new x_behind)))) (= (* gain_back p_new p_v q_new q_v (+ (- 1.0) W)) (* p_new p_v sum_back (+ (- 1.0) W) (+ (* (- 1.0) q_new) q_v (* p_new q_v y_before) (* (- 1.0) p_v q_new y_before)))) (= q_new q_v)) (= (* p_new p_v q_new q_v (+ (* (- 1.0) F) F_new)) (* 2.0 q_new (+ (* (- 1.0) W p_new q_v sum_out) (* W p_v q_v sum_out) (* p_new (* p_v p_v) sum_back y_before) (* (- 1.0) (* p_new p_new) p_v sum_back y_before) (* (- 1.0) W p_new (* p_v p_v) sum_back y_before) (* (- 1.0) W p_new (* q_v q_v) sum_out x_behind) (* W (* p_new p_new) p_v sum_back y_before) (* W p_v (* q_v q_v) sum_out x_behind))))))
(assert (=> (and (= (* p_new p_v q_new q_v (+ (* (- 1.0) F) F_new)) (* 2.0 p_new p_v q_new q_v (+ (* W gain_out) (* gain_back (+ (- 1.0) W))))) (= (* W gain_out p_new p_v q_new q_v) (* W q_new q_v sum_out (+ (* (- 1.0) p_new) p_v (* (- 1.0) p_new q_v x_behind) (* p_v q_new x_behind)))) (= (* gain_back p_new p_v q_new q_v (+ (- 1.0) W)) (* p_new p_v sum_back (+ (- 1.0) W) (+ (* (- 1.0) q_new) q_v (* p_new q_v y_before) (* (- 1.0) p_v q_new y_before)))) (= p_new p_v)) (= (* p_new p_v q_new q_v (+ (* (- 1.0) F) F_new)) (* 2.0 p_new (+ (* p_v q_new sum_back) (* (- 1.0) p_v q_v sum_back) (* (- 1.0) W p_v q_new sum_back) (* W p_v q_v sum_back) (* (* p_v p_v) q_new sum_back y_before) (* (- 1.0) (* p_v p_v) q_v sum_back y_before) (* (- 1.0) W (* p_v p_v) q_new sum_back y_before) (* W (* p_v p_v) q_v sum_back y_before) (* (- 1.0) W q_new (* q_v q_v) sum_out x_behind) (* W (* q_new q_new) q_v sum_out x_behind))))))
(assert (not (and (=> (and (>= v 1.0) (<= v (* 2.0 K))) (and (= (* p_v sum_on_out) (+ p_v (* q_v sum_out))) (= (* q_v sum_on_back) (+ q_v (* p_v sum_back))))) (=> (and (>= v 1.0) (<= v (* 2.0 K))) (=> (and (and (= x_end_out 0.0) (= R_end_out 0.0) (= x_end_back 0.0) (= R_end_back 0.0) (= (* F W) (+ (* W (+ 1.0 D_out)) (* (+ (- 1.0) W) (+ 1.0 D_back F))))) (and (= x_end_out_new 0.0) (= R_end_out_new 0.0) (= x_end_back_new 0.0) (= R_end_back_new 0.0) (= (* F_new W) (+ (* W (+ 1.0 D_out_new)) (* (+ (- 1.0) W) (+ 1.0 D_back_new F_new))))) (= T_out_new (+ T_out gain_out)) (= T_back_new (+ T_back gain_back))) (and (=> (= q_new q_v) (= (* p_new p_v q_new q_v (+ (* (- 1.0) F) F_new)) (* 2.0 q_new (+ (* (- 1.0) W p_new q_v sum_out) (* W p_v q_v sum_out) (* p_new (* p_v p_v) sum_back y_before) (* (- 1.0) (* p_new p_new) p_v sum_back y_before) (* (- 1.0) W p_new (* p_v p_v) sum_back y_before) (* (- 1.0) W p_new (* q_v q_v) sum_out x_behind) (* W (* p_new p_new) p_v sum_back y_before) (* W p_v (* q_v q_v) sum_out x_behind))))) (=> (= p_new p_v) (= (* p_new p_v q_new q_v (+ (* (- 1.0) F) F_new)) (* 2.0 p_new (+ (* p_v q_new sum_back) (* (- 1.0) p_v q_v sum_back) (* (- 1.0) W p_v q_new sum_back) (* W p_v q_v sum_back) (* (* p_v p_v) q_new sum_back y_before) (* (- 1.0) (* p_v p_v) q_v sum_back y_before) (* (- 1.0) W (* p_v p_v) q_new sum_back y_before) (* W (* p_v p_v) q_v sum_back y_before) (* (- 1.0) W q_new (* q_v q_v) sum_out x_behind) (* W (* q_new q_new) q_v sum_out x_behind)))))))))))
(check-sat)
