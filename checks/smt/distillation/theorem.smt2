; claim: distillation
; obligation: theorem
; In words: the cost of a student of RLVR's traces tends to H* if their dead ends are kept, and to
; that of the SFT limit if they are removed; a fraction eps > 0 of uncleaned traces is enough, in a
; time of order 1/eps
; Scope: all W >= 2, K, L, every policy in (0, 1], every bound of the errors delta > 0, every row
; weight w > 0
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
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D_back Real)
(declare-const D_out Real)
(declare-const D_row Real)
(declare-const E_row Real)
(declare-const F Real)
(declare-const K Real)
(declare-const L Real)
(declare-const R_end_back Real)
(declare-const R_end_out Real)
(declare-const T_back Real)
(declare-const T_out Real)
(declare-const W Real)
(declare-const delta Real)
(declare-const eps_row Real)
(declare-const m_row Real)
(declare-const more_back Real)
(declare-const more_out Real)
(declare-const t_row Real)
(declare-const w Real)
(declare-const x_end_back Real)
(declare-const x_end_out Real)
(declare-const x_v_back Real)
(declare-const x_v_out Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> delta 0.0))
(assert (>= more_back 0.0))
(assert (>= more_out 0.0))
(assert (> w 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (and (>= W 1.0) (>= K 1.0) (>= L 1.0)) (=> (and (= x_end_out 0.0) (= R_end_out 0.0) (= x_end_back 0.0) (= R_end_back 0.0) (= (* F W) (+ (* W (+ 1.0 D_out)) (* (+ (- 1.0) W) (+ 1.0 D_back F))))) (= (+ 1.0 F) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 T_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 T_back))))))))
(assert (=> (>= (* 2.0 K) 0.0) (and (>= x_v_out 0.0) (>= T_out 0.0) (=> (and (= more_out 0.0) (< (* 2.0 K delta) 1.0)) (and (<= (* x_v_out (+ 1.0 (* (- 2.0) K delta))) (* 2.0 K delta)) (<= (* T_out (+ 1.0 (* (- 2.0) K delta))) (* 4.0 (* K K) delta)))))))
(assert (=> (>= (* 2.0 K) 0.0) (and (>= x_v_back 0.0) (>= T_back 0.0) (=> (and (= more_back 0.0) (< (* 2.0 K delta) 1.0)) (and (<= (* x_v_back (+ 1.0 (* (- 2.0) K delta))) (* 2.0 K delta)) (<= (* T_back (+ 1.0 (* (- 2.0) K delta))) (* 4.0 (* K K) delta)))))))
(assert (=> (and (>= T_out 0.0) (>= T_back 0.0) (<= 1.0 W) (> (+ 1.0 (* (- 2.0) K delta)) 0.0) (<= (* T_out (+ 1.0 (* (- 2.0) K delta))) (* 4.0 (* K K) delta)) (<= (* T_back (+ 1.0 (* (- 2.0) K delta))) (* 4.0 (* K K) delta))) (<= (* (+ 1.0 (* (- 2.0) K delta)) (+ (* W (+ 1.0 (* 2.0 K) (* 2.0 T_out))) (* (- 1.0) (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 T_back))))) (* 4.0 K delta (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))))
(assert (=> (and (>= D_row 0.0) (> E_row 0.0) (>= eps_row 0.0) (> m_row 0.0) (>= t_row 0.0) (>= E_row 1.0) (<= D_row (+ (- 1.0) E_row)) (or (= m_row L) (= (* L m_row) 1.0)) (>= L 1.0) (= (* L (+ D_row (* m_row (+ (- 1.0) E_row)))) (* eps_row t_row w (+ 1.0 L))) (> m_row 0.0)) (=> (>= (* delta eps_row t_row w) L) (>= (* delta (+ 1.0 (* E_row m_row))) 1.0))))
(assert (=> (and (>= D_row 0.0) (> E_row 0.0) (>= eps_row 0.0) (> m_row 0.0) (>= t_row 0.0) (>= E_row 1.0) (<= D_row (+ (- 1.0) E_row)) (or (= m_row L) (= (* L m_row) 1.0)) (>= L 1.0) (= (* L (+ D_row (* m_row (+ (- 1.0) E_row)))) (* eps_row t_row w (+ 1.0 L))) (> m_row 0.0)) (=> (and (>= (* delta (+ 1.0 (* E_row m_row))) 1.0) (<= (* 2.0 delta (+ 1.0 m_row)) 1.0)) (>= (* 4.0 delta eps_row t_row w) 1.0))))
(assert (=> (and (>= D_row 0.0) (> E_row 0.0) (>= eps_row 0.0) (> m_row 0.0) (>= t_row 0.0) (>= E_row 1.0) (<= D_row (+ (- 1.0) E_row)) (or (= m_row L) (= (* L m_row) 1.0)) (>= L 1.0) (= (* L (+ D_row (* m_row (+ (- 1.0) E_row)))) (* eps_row t_row w (+ 1.0 L))) (> m_row 0.0)) (=> (= eps_row 0.0) (= E_row 1.0))))
(assert (not (and (=> (and (and (and (= x_end_out 0.0) (= R_end_out 0.0) (= x_end_back 0.0) (= R_end_back 0.0) (= (* F W) (+ (* W (+ 1.0 D_out)) (* (+ (- 1.0) W) (+ 1.0 D_back F))))) (= more_out 0.0) (= more_back 0.0)) (< (* 2.0 K delta) 1.0)) (<= (* (+ F (* (- 1.0) (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))) (+ 1.0 (* (- 2.0) K delta))) (* 4.0 K delta (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (=> (and (>= D_row 0.0) (>= t_row 0.0) (>= eps_row 0.0) (> m_row 0.0) (>= E_row 1.0) (<= D_row (+ (- 1.0) E_row)) (or (= m_row L) (= (* L m_row) 1.0)) (>= L 1.0) (= (* L (+ D_row (* m_row (+ (- 1.0) E_row)))) (* eps_row t_row w (+ 1.0 L)))) (and (=> (>= (* delta eps_row t_row w) L) (>= (* delta (+ 1.0 (* E_row m_row))) 1.0)) (=> (and (>= (* delta (+ 1.0 (* E_row m_row))) 1.0) (<= (* 2.0 delta (+ 1.0 m_row)) 1.0)) (>= (* 4.0 delta eps_row t_row w) 1.0)) (=> (= eps_row 0.0) (= E_row 1.0)))))))
(check-sat)
