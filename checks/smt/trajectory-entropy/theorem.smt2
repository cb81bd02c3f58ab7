; claim: trajectory-entropy
; obligation: theorem
; In words: the entropy of the walk is R (W w + (2W-1) K (L+1) b) at base, R = K/L + K + 1; W w +
; (2W-1) K a at RLVR's limit, which is less; and W w + K a + (W-1) (G a + D b) at SFT's, G = L (rho^K
; - 1)/(L^2+L+1) and D = (L+1)(2L+1)(rho^K - 1)/(L^2+L+1), with w = log W, a = log L, b = log(L+1)
; Scope: all W, K, L, every logarithm a, w >= 0, every larger logarithm b > 0
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out at base: from x = 0,
; S = 0, P = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, S = L*x + S + (1
; - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, P = P
; Where x_back is x, S_back is S, P_back is P after K steps of surplus crossings back at base: from x
; = 0, S = 0, P = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, S = L*x + S
; + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, P = P
; Where x_sft is x, S_sft is S, P_sft is P, entries_sft is entries after K steps of surplus crossings
; back at SFT's limit: from x = 0, S = 0, P = 1, entries = 0 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L +
; 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S + x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L +
; 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, P = P*(L + 1)**2/L, entries
; = entries + x
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const G Real)
(declare-const K Real)
(declare-const L Real)
(declare-const P_sft Real)
(declare-const R Real)
(declare-const S_back Real)
(declare-const S_out Real)
(declare-const S_sft Real)
(declare-const W Real)
(declare-const a Real)
(declare-const b Real)
(declare-const entries_sft Real)
(declare-const w Real)
(declare-const x_back Real)
(declare-const x_out Real)
(declare-const x_sft Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P_sft 0.0))
(assert (> W 0.0))
(assert (>= a 0.0))
(assert (> b 0.0))
(assert (>= w 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (= (* L R) (+ K L (* K L))))
(assert (= (* G (+ 1.0 L (* L L))) (* L (+ (- 1.0) P_sft))))
(assert (= (* D (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) P_sft))))
(assert (=> (>= K 0.0) (and (= x_out (+ (- 1.0) R)) (= (+ (* 2.0 K) (* 2.0 S_out) (* (- 1.0) x_out)) (* K R (+ 1.0 L))))))
(assert (=> (>= K 0.0) (and (= x_back (+ (- 1.0) R)) (= (+ (* 2.0 K) (* 2.0 S_back) (* (- 1.0) x_back)) (* K R (+ 1.0 L))))))
(assert (=> (>= K 0.0) (and (= x_sft (+ (- 1.0) P_sft)) (= entries_sft (+ G (* (- 1.0) K))) (= S_sft (+ D (* (- 2.0) K))))))
(assert (not (and (= (+ (* b (+ (* W (+ (* 2.0 K) (* 2.0 S_out) (* (- 1.0) x_out))) (* (+ (- 1.0) W) (+ (* 2.0 K) (* 2.0 S_back) (* (- 1.0) x_back))))) (* W w (+ 1.0 x_out))) (* R (+ (* W w) (* K b (+ 1.0 L) (+ (- 1.0) (* 2.0 W)))))) (= (+ (* W w) (* (+ (- 1.0) W) (+ (* a entries_sft) (* b (+ (* 2.0 K) S_sft)))) (* K W a)) (+ (* K a) (* W w) (* (+ (- 1.0) W) (+ (* D b) (* G a))))) (=> (< a b) (< (+ (* W w) (* K a (+ (- 1.0) (* 2.0 W)))) (+ (* b (+ (* W (+ (* 2.0 K) (* 2.0 S_out) (* (- 1.0) x_out))) (* (+ (- 1.0) W) (+ (* 2.0 K) (* 2.0 S_back) (* (- 1.0) x_back))))) (* W w (+ 1.0 x_out))))))))
(check-sat)
