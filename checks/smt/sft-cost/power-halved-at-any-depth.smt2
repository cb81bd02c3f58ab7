; claim: sft-cost
; obligation: power-halved-at-any-depth
; In words: the SFT limit costs 1 + W(2K+1) + (W-1) g_K with rho^K/2 for rho^K, for all K
; Scope: all W, K, L
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out: from x = 0, S = 0,
; P = 1 to x = L*x/(L + 1)**2, S = L*x/(L + 1) + L*x/(L + 1)**2 + S, P = L*P/(L + 1)**2
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings back: from x = 0, S = 0, P
; = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S +
; x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L +
; 1))*(L + 1))/L, P = P*(L + 1)**2/L
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const S_back Real)
(declare-const S_out Real)
(declare-const W Real)
(declare-const x_back Real)
(declare-const x_out Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= K 0.0) (and (= x_out 0.0) (= S_out 0.0))))
(assert (=> (>= K 0.0) (and (= x_back (+ (- 1.0) P)) (= (* S_back (+ 1.0 L (* L L))) (+ (* (- 2.0) K (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) P)))))))
(assert (not (= (* (+ 1.0 L (* L L)) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back))))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L)))))))
(check-sat)
