; claim: separation
; obligation: separated-at-width-one
; In words: with a single corridor, too, H_SFT is at least rho^K/(4(2K+1)) times H*
; Scope: all W, K, L
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out: from x = 0, S = 0,
; P = 1 to x = L*x/(L + 1)**2, S = L*x/(L + 1) + L*x/(L + 1)**2 + S, P = L*P/(L + 1)**2
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings back: from x = 0, S = 0, P
; = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S +
; x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L +
; 1))*(L + 1))/L, P = P*(L + 1)**2/L
; expected answer: sat
(set-logic QF_NRA)
(declare-const H_RLVR Real)
(declare-const H_SFT Real)
(declare-const K Real)
(declare-const L Real)
(declare-const M Real)
(declare-const P Real)
(declare-const S_back Real)
(declare-const S_out Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (= H_SFT (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back))))))
(assert (= H_RLVR (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))))
(assert (=> (and (>= W 1.0) (>= K 1.0) (>= L 1.0)) (= (* H_SFT (+ 1.0 L (* L L))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L)))))))
(assert (=> (>= K 0.0) (>= P (* (+ 1.0 K) (+ 1.0 K)))))
(assert (=> (and (<= 2.0 W) (<= 1.0 L) (>= P (* (+ 1.0 K) (+ 1.0 K)))) (>= (* 4.0 (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L))))) (* (* H_RLVR P) (+ 1.0 L (* L L))))))
(assert (=> (and (<= 1.0 W) (<= 1.0 L) (>= P (* (+ 1.0 K) (+ 1.0 K)))) (<= (* (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L))))) (* (* 7.0 H_RLVR P) (+ 1.0 L (* L L))))))
(assert (=> (and (>= M 0.0) (>= H_RLVR 0.0) (>= H_SFT 0.0) (>= P (* (+ 1.0 K) (+ 1.0 K))) (>= (* 4.0 H_SFT (+ 1.0 (* 2.0 K))) (* H_RLVR P)) (>= K (* 8.0 M))) (>= H_SFT (* H_RLVR M))))
(assert (not (=> (<= W 1.0) (>= (* 4.0 (+ 1.0 (* 2.0 K)) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back))))) (* P (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))))))
(check-sat)
