; claim: learning-curve
; obligation: a-way-back-too-many
; In words: on the curve H = 1 + 2W A, as if the walker returned from the target too
; Scope: all W, K, L, sign steps of any size, every number of steps n >= 0, every point a, b in (0, 1]
; Where E_a is E_a, E_b is E_b, E_c is E_c, E_d is E_d after n steps of sign steps from base, each of
; which adds ln F to every gap: from E_a = 1, E_b = 1, E_c = 1, E_d = 1 to E_a = E_a*F, E_b = E_b*F,
; E_c = E_c*F, E_d = E_d*F, for any F > 0
; Where x_out is x, S_out is S, P_out is P after K steps of surplus crossings out: from x = 0, S = 0,
; P = 1 to x = a*(b*x/a + (1 - a)/a)/b + (1 - b)/b, S = S + a*(b*x/a + (1 - a)/a)/b + (1 - b)/b +
; b*x/a + (1 - a)/a, P = P
; Where x_back is x, S_back is S, P is P after K steps of surplus crossings back: from x = 0, S = 0, P
; = 1 to x = a*(b*x/a + (1 - a)/a)/b + (1 - b)/b, S = S + a*(b*x/a + (1 - a)/a)/b + (1 - b)/b + b*x/a
; + (1 - a)/a, P = P
; expected answer: sat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const E_a Real)
(declare-const E_b Real)
(declare-const E_c Real)
(declare-const E_d Real)
(declare-const K Real)
(declare-const L Real)
(declare-const S_back Real)
(declare-const S_out Real)
(declare-const W Real)
(declare-const a Real)
(declare-const b Real)
(declare-const n Real)
(declare-const x_back Real)
(declare-const x_out Real)
(assert (> E_a 0.0))
(assert (> E_b 0.0))
(assert (> E_c 0.0))
(assert (> E_d 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> a 0.0))
(assert (> b 0.0))
(assert (>= n 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= a 1.0))
(assert (<= b 1.0))
(assert (= (* A (* a b)) (+ (* a b) (* 2.0 K a b) (* K b (+ (* (+ 1.0 (* (- 1.0) a)) (+ 1.0 K)) (* (+ 1.0 (* (- 1.0) b)) (+ (- 1.0) K)))) (* K a (+ 1.0 K) (+ 2.0 (* (- 1.0) a) (* (- 1.0) b))))))
(assert (=> (>= n 0.0) (and (= E_b E_a) (= E_c E_a) (= E_d E_a))))
(assert (=> (>= K 0.0) (and (= (* b x_out) (* K (+ 2.0 (* (- 1.0) a) (* (- 1.0) b)))) (= (* S_out (* 2.0 a b)) (* K (+ (* 4.0 a) (* (- 2.0) (* a a)) (* 2.0 b) (* (- 4.0) a b) (* (- 1.0) (+ (- 1.0) K) (+ (* (- 2.0) a) (* a a) (* (- 2.0) b) (* b b) (* 2.0 a b)))))))))
(assert (=> (>= K 0.0) (and (= (* b x_back) (* K (+ 2.0 (* (- 1.0) a) (* (- 1.0) b)))) (= (* S_back (* 2.0 a b)) (* K (+ (* 4.0 a) (* (- 2.0) (* a a)) (* 2.0 b) (* (- 4.0) a b) (* (- 1.0) (+ (- 1.0) K) (+ (* (- 2.0) a) (* a a) (* (- 2.0) b) (* b b) (* 2.0 a b)))))))))
(assert (not (= (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 S_out))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_back)))) (+ 1.0 (* 2.0 A W)))))
(check-sat)
