; claim: sft-visits
; obligation: rate-of-the-lanes
; In words: visits rise by L a diamond
; Scope: all W, K, L, every number of diamonds j >= 0
; Where x_ahead is x, S_ahead is S, P_ahead is P after j steps of surplus crossings out: from x = 0, S
; = 0, P = 1 to x = L*x/(L + 1)**2, S = L*x/(L + 1) + L*x/(L + 1)**2 + S, P = L*P/(L + 1)**2
; Where x_here is x, S_here is S, P_here is P after j steps of surplus crossings back: from x = 0, S =
; 0, P = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S
; + x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L
; + 1))*(L + 1))/L, P = P*(L + 1)**2/L
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out: from x = 0, S = 0,
; P = 1 to x = L*x/(L + 1)**2, S = L*x/(L + 1) + L*x/(L + 1)**2 + S, P = L*P/(L + 1)**2
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings back: from x = 0, S = 0, P
; = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S +
; x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L +
; 1))*(L + 1))/L, P = P*(L + 1)**2/L
; expected answer: sat
(set-logic QF_NRA)
(declare-const G Real)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const P_here Real)
(declare-const S_ahead Real)
(declare-const S_back Real)
(declare-const S_here Real)
(declare-const S_out Real)
(declare-const W Real)
(declare-const j Real)
(declare-const x_ahead Real)
(declare-const x_back Real)
(declare-const x_here Real)
(declare-const x_out Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> P_here 0.0))
(assert (> W 0.0))
(assert (>= j 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (= (* G (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) P))))
(assert (=> (>= j 0.0) (and (= x_ahead 0.0) (= S_ahead 0.0))))
(assert (=> (>= j 0.0) (and (= x_here (+ (- 1.0) P_here)) (= (* S_here (+ 1.0 L (* L L))) (+ (* (- 2.0) j (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) P_here)))))))
(assert (=> (>= K 0.0) (and (= x_out 0.0) (= S_out 0.0))))
(assert (=> (>= K 0.0) (and (= x_back (+ (- 1.0) P)) (= S_back (+ G (* (- 2.0) K))))))
(assert (not (and (= (+ (* W x_ahead) (* (+ (- 1.0) W) (+ 1.0 x_here))) (* P_here (+ (- 1.0) W))) (= (+ 1.0 (* W x_ahead) (* (+ (- 1.0) W) (+ 1.0 x_here))) (+ (* W (+ 1.0 x_ahead)) (* x_here (+ (- 1.0) W)))) (= (+ (* W x_ahead) (* (+ (- 1.0) W) (+ 1.0 L (* x_here (+ 1.0 L))))) (* P_here (+ 1.0 L) (+ (- 1.0) W))) (= (+ (* (+ (- 1.0) W) (+ 1.0 L (* (+ 1.0 L) (+ L (* x_here (+ 1.0 L)))))) (* L W x_ahead)) (* L (* L P_here (+ (- 1.0) W)))) (= (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back)))) (+ 2.0 (* 2.0 K) (* 2.0 (+ 1.0 G) (+ (- 1.0) W)))))))
(check-sat)
