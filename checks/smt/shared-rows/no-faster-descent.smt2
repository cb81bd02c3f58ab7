; claim: shared-rows
; obligation: no-faster-descent
; In words: sharing a feature does not change how fast the cost falls under RLVR
; Scope: all W >= 2, K, L, every policy in (0, 1], every theta of a forward row, every feature and
; slope of a row, every weight lam > 0, every number of forward rows N > 0, every exponential of an
; exit's and an entry's gap E_a, E_c > 0, every exponential of their mean M > 0, every size of a
; backward gap's exponential size > 0, every bound of the errors delta > 0, every time t >= 0, every
; forward row of the allocentric student a, c in (0, 1]
; Where theta is theta, gaps is gaps, pushed is pushed after N steps of forward rows: from theta = 0,
; gaps = 0, pushed = 0 to theta = theta + theta_r, gaps = gaps + lam*s + theta_r, pushed = lam*theta_r
; + pushed, for any theta_r
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
; Where x_v_out is x_v, T_out is T, R_out is R, short_out is short, more_out is more after 2*K steps
; of vertices from the leaf, with what errors have beyond delta: from x_v = 0, T = 0, R = 0, short =
; 0, more = 0 to x_v = q*x_v/p + (1 - p)/p, T = T + q*x_v/p + (1 - p)/p, R = R + x_v + 1 + q*x_v/p +
; (1 - p)/p, short = -p + short + 1, more = more + more_next, for any p > 0, q > 0, more_next >= 0
; with (<= p 1) and (<= q 1) and (<= (+ 1 (* (- 1) p)) (+ delta more_next)) and (<= (+ 1 (* (- 1) q))
; (+ delta more_next))
; Where x_v_back is x_v, T_back is T, R_back is R, short_back is short, more_back is more after 2*K
; steps of vertices from the leaf, with what errors have beyond delta: from x_v = 0, T = 0, R = 0,
; short = 0, more = 0 to x_v = q*x_v/p + (1 - p)/p, T = T + q*x_v/p + (1 - p)/p, R = R + x_v + 1 +
; q*x_v/p + (1 - p)/p, short = -p + short + 1, more = more + more_next, for any p > 0, q > 0,
; more_next >= 0 with (<= p 1) and (<= q 1) and (<= (+ 1 (* (- 1) p)) (+ delta more_next)) and (<= (+
; 1 (* (- 1) q)) (+ delta more_next))
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings of the way out: from x =
; 0, S = 0, P = 1 to x = (1 - c)/c + (L*x/(a*(L + size)) + (1 - a)/a)/(c*(L*size + 1)), S = L*x/(a*(L
; + size)) + S + (1 - c)/c + (L*x/(a*(L + size)) + (1 - a)/a)/(c*(L*size + 1)) + (1 - a)/a, P = P
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings of the way back: from x =
; 0, S = 0, P = 1 to x = a*(L + size)*(c*x*(L*size + 1) + (1 - 1/(L*size + 1))*(L*size + 1))/L + (L +
; size)*(-L/(L + size) + 1)/L, S = S + c*x*(L*size + 1) + (1 - 1/(L*size + 1))*(L*size + 1) + a*(L +
; size)*(c*x*(L*size + 1) + (1 - 1/(L*size + 1))*(L*size + 1))/L + (L + size)*(-L/(L + size) + 1)/L, P
; = P*size
; Where fall is fall, squares is squares, part is part after 4*K steps of rows: from fall = 0, squares
; = 0, part = 0 to fall = fall + g*(C*lam**2*phi_r + g), squares = g**2 + squares, part = g*phi_r +
; part, for any phi_r, g
; expected answer: sat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const D_back Real)
(declare-const D_out Real)
(declare-const D_row Real)
(declare-const E_a Real)
(declare-const E_c Real)
(declare-const E_row Real)
(declare-const F Real)
(declare-const K Real)
(declare-const L Real)
(declare-const M Real)
(declare-const N Real)
(declare-const P Real)
(declare-const R_end_back Real)
(declare-const R_end_out Real)
(declare-const S_back Real)
(declare-const S_out Real)
(declare-const W Real)
(declare-const a Real)
(declare-const backward Real)
(declare-const c Real)
(declare-const delta Real)
(declare-const eps_row Real)
(declare-const fall Real)
(declare-const gaps Real)
(declare-const lam Real)
(declare-const m_row Real)
(declare-const mean Real)
(declare-const more_back Real)
(declare-const more_out Real)
(declare-const part Real)
(declare-const phi Real)
(declare-const pushed Real)
(declare-const s Real)
(declare-const size Real)
(declare-const squares Real)
(declare-const t Real)
(declare-const t_row Real)
(declare-const theta Real)
(declare-const x_back Real)
(declare-const x_end_back Real)
(declare-const x_end_out Real)
(declare-const x_out Real)
(assert (> E_a 0.0))
(assert (> E_c 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> M 0.0))
(assert (> N 0.0))
(assert (> P 0.0))
(assert (> W 0.0))
(assert (> a 0.0))
(assert (> c 0.0))
(assert (> delta 0.0))
(assert (> lam 0.0))
(assert (>= more_back 0.0))
(assert (>= more_out 0.0))
(assert (> size 0.0))
(assert (>= t 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= a 1.0))
(assert (<= c 1.0))
(assert (=> (>= N 0.0) (and (= pushed (* lam theta)) (= gaps (+ theta (* N lam s))))))
(assert (=> (and (= s (* lam theta)) (= (* N mean) (+ theta (* N lam s))) (= backward (* lam phi s))) (= (* backward (+ 1.0 (* N (* lam lam)))) (* N (* lam lam) mean phi))))
(assert (=> (<= 1.0 L) (and (=> (<= E_a (* E_c (* L L))) (>= (* L (+ 1.0 (* E_c L))) (* 1.0 (+ E_a L)))) (=> (>= E_a (* E_c (* L L))) (<= (* L (+ 1.0 (* E_c L))) (* 1.0 (+ E_a L)))))))
(assert (=> (and (<= 1.0 L) (<= 1.0 E_c) (<= E_c E_a) (<= E_a (* E_c (* L L))) (= (* M M) (* E_a E_c))) (and (<= (* (+ L M) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* L (* 2.0 (+ E_a L) (+ 1.0 (* E_c L))))) (>= (* (+ 1.0 (* L M)) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* 1.0 (* 2.0 (+ E_a L) (+ 1.0 (* E_c L))))))))
(assert (=> (and (>= (+ E_a L (* L (+ 1.0 (* E_c L)))) (* 0.0 (* 2.0 (+ E_a L) (+ 1.0 (* E_c L))))) (> (+ 1.0 (* N (* lam lam))) 0.0) (<= (* (+ L M) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* L (* 2.0 (+ E_a L) (+ 1.0 (* E_c L))))) (>= (* (+ 1.0 (* L M)) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* 1.0 (* 2.0 (+ E_a L) (+ 1.0 (* E_c L)))))) (and (<= (* (+ L M) (+ 1.0 (* N (* lam lam))) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* (* 2.0 L (+ E_a L) (+ 1.0 (* E_c L))) (+ 1.0 (* N (* lam lam))))) (>= (* (+ 1.0 (* L M)) (+ 1.0 (* N (* lam lam))) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* (* 2.0 (+ E_a L) (+ 1.0 (* E_c L))) (+ 1.0 (* N (* lam lam))))))))
(assert (=> (and (>= mean 0.0) (> M 0.0) (>= (* t (+ 1.0 (* N (* lam lam)))) 0.0) (<= (+ (- 1.0) M (* L mean)) (* L (* t (+ 1.0 (* N (* lam lam)))))) (>= (+ mean (* L (+ (- 1.0) M))) (* t (+ 1.0 (* N (* lam lam))))) (>= M 1.0) (<= mean (+ (- 1.0) M))) (and (>= (* M (+ 1.0 L)) (+ 1.0 L (* t (+ 1.0 (* N (* lam lam)))))) (<= M (+ 1.0 (* L t (+ 1.0 (* N (* lam lam)))))))))
(assert (=> (and (> size 0.0) (<= 1.0 L) (<= 1.0 E_c) (<= E_c E_a) (<= E_a (* E_c (* L L))) (= (* M M) (* E_a E_c)) (<= 1.0 size) (<= size M)) (and (<= (* L (+ L size)) (* L (+ E_a L))) (<= (* 1.0 (+ L size)) (* L (+ 1.0 (* E_c L)))) (<= (* 1.0 (+ L size)) (* L (+ 1.0 (* L size)))) (<= (* L (+ L size)) (* L (+ L size))))))
(assert (=> (and (> size 0.0) (<= 1.0 K) (<= 1.0 L) (>= size (* 6.0 K L)) (= (* delta (+ L size)) L)) (< (* 2.0 K delta) 1.0)))
(assert (=> (and (> size 0.0) (<= 1.0 W) (<= 1.0 K) (<= 1.0 L) (>= size (* 6.0 K L)) (= (* delta (+ L size)) L) (<= (* (+ F (* (- 1.0) (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))) (+ 1.0 (* (- 2.0) K delta))) (* 4.0 K delta (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (<= (+ 1.0 F) (+ 2.0 (* 2.0 (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))))
(assert (=> (and (> 1.0 0.0) (>= W 2.0) (>= K 1.0) (>= L 1.0)) (and (=> (and (and (and (= x_end_out 0.0) (= R_end_out 0.0) (= x_end_back 0.0) (= R_end_back 0.0) (= (* F W) (+ (* W (+ 1.0 D_out)) (* (+ (- 1.0) W) (+ 1.0 D_back F))))) (= more_out 0.0) (= more_back 0.0)) (< (* 2.0 K delta) 1.0)) (<= (* (+ F (* (- 1.0) (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))) (+ 1.0 (* (- 2.0) K delta))) (* 4.0 K delta (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (=> (and (>= D_row 0.0) (>= t_row 0.0) (>= eps_row 0.0) (> m_row 0.0) (>= E_row 1.0) (<= D_row (+ (- 1.0) E_row)) (or (= m_row L) (= (* L m_row) 1.0)) (>= L 1.0) (= (* L (+ D_row (* m_row (+ (- 1.0) E_row)))) (* eps_row t_row (+ 1.0 L)))) (and (=> (>= (* delta eps_row t_row) L) (>= (* delta (+ 1.0 (* E_row m_row))) 1.0)) (=> (and (>= (* delta (+ 1.0 (* E_row m_row))) 1.0) (<= (* 2.0 delta (+ 1.0 m_row)) 1.0)) (>= (* 4.0 delta eps_row t_row) 1.0)) (=> (= eps_row 0.0) (= E_row 1.0)))))))
(assert (=> (and (> L (* 0.0 (+ L size))) (> 1.0 (* 0.0 (+ 1.0 (* L size)))) (>= K 0.0) (<= a 1.0) (<= c 1.0)) (and (>= x_out 0.0) (>= S_out 0.0))))
(assert (=> (and (> size 0.0) (>= K 0.0) (<= 1.0 L) (>= size 1.0) (>= (* a (+ 1.0 L)) 1.0) (<= a 1.0) (>= (* c (+ 1.0 L)) L) (<= c 1.0)) (and (>= x_back (+ (- 1.0) P)) (>= x_back 0.0) (>= S_back x_back))))
(assert (=> (and (>= (+ 1.0 (* 2.0 K) (* 2.0 S_back)) 0.0) (>= (+ 1.0 (* 2.0 K) (* 2.0 S_out)) 0.0) (>= x_back 0.0) (<= 1.0 W) (>= (+ 1.0 (* 2.0 K) (* 2.0 S_out)) (+ 1.0 (* 2.0 K))) (>= (+ 1.0 (* 2.0 K) (* 2.0 S_back)) (+ 1.0 (* 2.0 K) (* 2.0 x_back))) (>= x_back (+ (- 1.0) P))) (>= (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back)))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))) (* 2.0 (+ (- 1.0) P) (+ (- 1.0) W))))))
(assert (=> (>= (* 4.0 K) 0.0) (= fall (+ squares (* C (* lam lam) part)))))
(assert (not (=> (= C part) (and (= fall squares) (>= fall squares)))))
(check-sat)
