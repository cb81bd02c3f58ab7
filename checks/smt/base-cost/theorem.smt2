; claim: base-cost
; obligation: theorem
; In words: the base model costs H = 1 + (2W-1)(KL+K+1)(K/L+K+1)
; Scope: all W, K, L
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out: from x = 0, S = 0,
; P = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, S = L*x + S + (1 - 1/(L
; + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, P = P
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings back: from x = 0, S = 0, P
; = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, S = L*x + S + (1 - 1/(L +
; 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L*x + (1 - 1/(L + 1))*(L + 1))/L, P = P
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const S_back Real)
(declare-const S_out Real)
(declare-const W Real)
(declare-const x_back Real)
(declare-const x_out Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= K 0.0) (and (= (* L x_out) (* K (+ 1.0 L))) (= (* (* 2.0 L) S_out) (* K (+ 2.0 (* 2.0 L) (* 2.0 (* L L)) (* (+ (- 1.0) K) (+ 1.0 (* 2.0 L) (* L L)))))))))
(assert (=> (>= K 0.0) (and (= (* L x_back) (* K (+ 1.0 L))) (= (* (* 2.0 L) S_back) (* K (+ 2.0 (* 2.0 L) (* 2.0 (* L L)) (* (+ (- 1.0) K) (+ 1.0 (* 2.0 L) (* L L)))))))))
(assert (not (= (* L (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back))))) (+ L (* (+ (- 1.0) (* 2.0 W)) (+ 1.0 K (* K L)) (+ K L (* K L)))))))
(check-sat)
