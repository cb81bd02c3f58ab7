; claim: sft-worse-than-base
; obligation: falls-without-rows
; In words: the cost falls at first even if no forward row moves
; Scope: all W >= 2, K >= 3, L, every speed of the gaps, every forward row c, a in (0, 1]
; Where dH_dt is dH_dt after rows steps of forward rows: from dH_dt = 0 to dH_dt = dH_dt +
; room*slope*speed, for any slope, room > 0, speed > 0 with (< slope 0) and (<= room 1)
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out: from x = 0, S = 0,
; P = 1 to x = L*x/(L + 1)**2, S = L*x/(L + 1) + L*x/(L + 1)**2 + S, P = L*P/(L + 1)**2
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings back: from x = 0, S = 0, P
; = 1 to x = (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L, S = S +
; x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + (L + 1)*(-L/(L + 1) + 1)/L + (L + 1)*(x*(L + 1) + (1 - 1/(L +
; 1))*(L + 1))/L, P = P*(L + 1)**2/L
; Where y_clock is x, S_clock is S, P_clock is P after K steps of surplus crossings at a clock: from x
; = 0, S = 0, P = 1 to x = a*(L + 1)*(c*x*(L + 1) + (1 - 1/(L + 1))*(L + 1))/L + (L + 1)*(-L/(L + 1) +
; 1)/L, S = S + c*x*(L + 1) + (1 - 1/(L + 1))*(L + 1) + a*(L + 1)*(c*x*(L + 1) + (1 - 1/(L + 1))*(L +
; 1))/L + (L + 1)*(-L/(L + 1) + 1)/L, P = P*a*c*(L + 1)**2/L
; expected answer: sat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const P_clock Real)
(declare-const S_back Real)
(declare-const S_clock Real)
(declare-const S_out Real)
(declare-const W Real)
(declare-const a Real)
(declare-const c Real)
(declare-const dH_dt Real)
(declare-const rows Real)
(declare-const y_clock Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> P_clock 0.0))
(assert (> W 0.0))
(assert (> a 0.0))
(assert (> c 0.0))
(assert (>= W 2.0))
(assert (>= K 3.0))
(assert (>= L 1.0))
(assert (<= c 1.0))
(assert (<= a 1.0))
(assert (=> (>= rows 0.0) (and (<= dH_dt 0.0) (=> (>= rows 1.0) (< dH_dt 0.0)))))
(assert (=> (and (>= W 1.0) (>= K 1.0) (>= L 1.0)) (= (* (+ 1.0 L (* L L)) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back))))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L)))))))
(assert (=> (and (>= K 0.0) (>= L 1.0) (>= K 3.0)) (>= (* L (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* (* 3.0 (+ 1.0 K (* K L)) (+ K L (* K L))) (+ 1.0 L (* L L))))))
(assert (=> (and (>= W 2.0) (>= L 1.0) (>= (* L (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* (* 3.0 (+ 1.0 K (* K L)) (+ K L (* K L))) (+ 1.0 L (* L L))))) (> (* L (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L))))) (* (+ L (* (+ (- 1.0) (* 2.0 W)) (+ 1.0 K (* K L)) (+ K L (* K L)))) (+ 1.0 L (* L L))))))
(assert (=> (and (>= 0.0 0.0) (>= L 1.0) (> (* c (+ 1.0 L)) L) (> (* a (+ 1.0 L)) 1.0) (<= c 1.0) (<= a 1.0)) (and (>= (+ 1.0 (* L a (+ 1.0 L))) (* 1.0 L)) (> (* a c (* (+ 1.0 L) (+ 1.0 L))) (* 1.0 L)))))
(assert (=> (and (>= K 0.0) (>= L 1.0) (> (* c (+ 1.0 L)) L) (> (* a (+ 1.0 L)) 1.0) (<= c 1.0) (<= a 1.0)) (and (>= (* y_clock (+ (* (- 1.0) L) (* a c (* (+ 1.0 L) (+ 1.0 L))))) (* L (+ (- 1.0) P_clock))) (>= y_clock 0.0) (>= S_clock y_clock))))
(assert (=> (and (>= W 2.0) (>= A 0.0) (>= K 0.0) (> (* a c (* (+ 1.0 L) (+ 1.0 L))) (* 1.0 L)) (>= S_clock y_clock) (>= (* y_clock (+ (* (- 1.0) L) (* a c (* (+ 1.0 L) (+ 1.0 L))))) (* L (+ (- 1.0) P_clock)))) (>= (* (+ (* (- 1.0) L) (* a c (* (+ 1.0 L) (+ 1.0 L)))) (+ 1.0 (* A W) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_clock))))) (* L (* 2.0 (+ (- 1.0) P_clock) (+ (- 1.0) W))))))
(assert (not (=> (>= rows 0.0) (< dH_dt 0.0))))
(check-sat)
