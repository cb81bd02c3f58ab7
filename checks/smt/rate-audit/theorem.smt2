; claim: rate-audit
; obligation: theorem
; In words: H_SFT is Theta(W rho^K); along a family of sizes it is Theta(W L^K) if and only if K =
; O(L) there
; Scope: all W >= 2, K, L
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out: from x = 0, S = 0,
; P = 1 to x = L*x/(L + 1)**2, S = L*x/(L + 1) + L*x/(L + 1)**2 + S, P = L*P/(L + 1)**2
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings back: from x = 0, S = 0, P
; = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S +
; x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L +
; 1))*(L + 1))/L, P = P*(L + 1)**2/L
; Where x_back is x, S_back is S, P is P, L_power is L_power, R is R, m is m, threes is threes, z is z
; after K steps of the way back, with two factors 1+1/L a diamond in blocks of L: from x = 0, S = 0, P
; = 1, L_power = 1, R = 1, m = 0, threes = 1, z = 0 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L
; + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S + x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1)
; + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, P = P*(L + 1)**2/L, L_power = L*L_power, R
; = R*(1 + 1/L)**2, m = m_2, threes = threes_2, z = z_2, for any m_1 >= 0, threes_1 > 0, z_1 >= 0, m_2
; >= 0, threes_2 > 0, z_2 >= 0 with (or (and (<= (+ 1 z) L) (= z_1 (+ 1 z)) (= threes_1 threes) (= m_1
; m)) (and (= z L) (= z_1 1) (= threes_1 (* 3 threes)) (= m_1 (+ 1 m)))) and (or (and (<= (+ 1 z_1) L)
; (= z_2 (+ 1 z_1)) (= threes_2 threes_1) (= m_2 m_1)) (and (= z_1 L) (= z_2 1) (= threes_2 (* 3
; threes_1)) (= m_2 (+ 1 m_1))))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const H Real)
(declare-const K Real)
(declare-const L Real)
(declare-const L_power Real)
(declare-const P Real)
(declare-const R Real)
(declare-const S_back Real)
(declare-const S_out Real)
(declare-const W Real)
(declare-const c Real)
(declare-const m Real)
(declare-const threes Real)
(declare-const z Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> L_power 0.0))
(assert (> P 0.0))
(assert (> R 0.0))
(assert (> W 0.0))
(assert (>= m 0.0))
(assert (> threes 0.0))
(assert (>= z 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (= H (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back))))))
(assert (=> (and (>= W 1.0) (>= K 1.0) (>= L 1.0)) (= (* H (+ 1.0 L (* L L))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L)))))))
(assert (=> (>= K 0.0) (>= P (* (+ 1.0 K) (+ 1.0 K)))))
(assert (=> (>= K 0.0) (= P (* L_power R))))
(assert (=> (>= K 0.0) (>= (* L R) (+ (* 2.0 K) L))))
(assert (=> (and (>= K 0.0) (>= L 1.0)) (and (<= z L) (= (* 2.0 K) (+ z (* L m))) (<= (* (* L L) R) (* threes (+ (* L L) (* z z) (* L z)))))))
(assert (=> (and (<= 2.0 W) (<= 1.0 K) (<= 1.0 L) (>= P (* (+ 1.0 K) (+ 1.0 K))) (= (* H (+ 1.0 L (* L L))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L)))))) (and (<= (* P W) H) (<= H (* 6.0 P W)))))
(assert (=> (and (= P (* L_power R)) (<= (* P W) H) (>= (* L R) (+ (* 2.0 K) L)) (<= H (* C L_power W))) (<= (* 2.0 K) (* L (+ (- 1.0) C)))))
(assert (=> (and (= P (* L_power R)) (<= (* P W) H) (<= H (* 6.0 P W)) (>= (* L R) (+ (* 2.0 K) L)) (<= (* (* L L) R) (* threes (+ (* L L) (* z z) (* L z)))) (<= z L)) (and (<= (* L_power W) H) (<= H (* 18.0 L_power W threes)))))
(assert (=> (and (= (* 2.0 K) (+ z (* L m))) (<= K (* L c))) (<= m (* 2.0 c))))
(assert (not (and (<= (* P W) H) (<= H (* 6.0 P W)) (=> (<= H (* C L_power W)) (<= (* 2.0 K) (* L (+ (- 1.0) C)))) (<= (* L_power W) H) (<= H (* 18.0 L_power W threes)) (=> (<= K (* L c)) (<= m (* 2.0 c))))))
(check-sat)
