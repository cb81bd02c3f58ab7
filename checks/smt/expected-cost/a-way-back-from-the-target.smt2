; claim: expected-cost
; obligation: a-way-back-from-the-target
; In words: H = 1 + W A + W B, for every policy
; Scope: all W, K, L, every policy in (0, 1]
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
; expected answer: sat
(set-logic QF_NRA)
(declare-const D_back Real)
(declare-const D_out Real)
(declare-const F Real)
(declare-const K Real)
(declare-const L Real)
(declare-const R_back Real)
(declare-const R_end_back Real)
(declare-const R_end_out Real)
(declare-const R_out Real)
(declare-const T_back Real)
(declare-const T_out Real)
(declare-const W Real)
(declare-const eta_back Real)
(declare-const eta_out Real)
(declare-const x_end_back Real)
(declare-const x_end_out Real)
(declare-const x_v_back Real)
(declare-const x_v_out Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= (* 2.0 K) 0.0) (= (+ D_out R_end_out (* eta_out x_end_out)) (+ R_out x_v_out))))
(assert (=> (>= (* 2.0 K) 0.0) (= R_out (+ (* 2.0 K) (* 2.0 T_out) (* (- 1.0) x_v_out)))))
(assert (=> (>= (* 2.0 K) 0.0) (= (+ D_back R_end_back (* eta_back x_end_back)) (+ R_back x_v_back))))
(assert (=> (>= (* 2.0 K) 0.0) (= R_back (+ (* 2.0 K) (* 2.0 T_back) (* (- 1.0) x_v_back)))))
(assert (not (=> (and (= x_end_out 0.0) (= R_end_out 0.0) (= x_end_back 0.0) (= R_end_back 0.0) (= (* F W) (+ (* W (+ 1.0 D_out)) (* (+ (- 1.0) W) (+ 1.0 D_back F))))) (= (+ 1.0 F) (+ 1.0 (* 2.0 W (+ 1.0 (* 2.0 K) T_back T_out)))))))
(check-sat)
