; claim: never-turn
; obligation: always-straight
; In words: never turning is optimal whatever the depths
; Scope: all W, all depths and lanes, every policy in (0, 1] with a uniform fork, every level l > 0
; Where U is U, A is A, Q is Q, D is D, V is V, Y is Y, M is M, B is B, V_best is V_best, C is C,
; poured is poured, too_deep is too_deep, extra is extra, apart is apart after W steps of corridors:
; from U = 0, A = 0, Q = 0, D = 0, V = 0, Y = 0, M = 0, B = 0, V_best = 0, C = 0, poured = 0, too_deep
; = 0, extra = 0, apart = 0 to U = U + u, A = A + 2*K_w + 2*S + 1, Q = Q + R, D = D + R*u, V = K_w/u +
; V, Y = Y + 1/u, M = K_w + M, B = B + b, V_best = K_w/b + V_best, C = C + b**2/u, poured = poured +
; s, too_deep = deep + too_deep, extra = -4*K_w + R*u + S + extra - 3*u + 1, apart = apart + (-b +
; u)**2, for any K_w > 0, u > 0, S >= 0, R >= 0, b > 0, s >= 0, deep >= 0 with (<= 1 u) and (>= S (+
; (- 1) u)) and (>= (* R u) (+ (* 4 K_w) (* 2 u))) and (<= 1 b) and (= (+ (* 2 K_w) s) (* 2 (* b b)
; l)) and (= (* s (+ (- 1) b)) 0) and (<= (* 2 K_w W) (+ (* 2 M_all) W deep))
; expected answer: sat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const C Real)
(declare-const D Real)
(declare-const H Real)
(declare-const K_deep Real)
(declare-const M Real)
(declare-const M_all Real)
(declare-const Q Real)
(declare-const U Real)
(declare-const V Real)
(declare-const V_best Real)
(declare-const W Real)
(declare-const Y Real)
(declare-const apart Real)
(declare-const entered_deep Real)
(declare-const extra Real)
(declare-const l Real)
(declare-const poured Real)
(declare-const too_deep Real)
(declare-const u_deep Real)
(assert (> W 0.0))
(assert (> l 0.0))
(assert (>= W 1.0))
(assert (=> (>= W 0.0) (and (>= U 0.0) (>= Q (+ (* 4.0 V) (* 2.0 W))) (>= (+ A (* (- 1.0) D) (* Q U)) (+ (* (- 2.0) M) (* (- 1.0) W) (* 2.0 U (+ (* 2.0 V) W)))))))
(assert (=> (>= W 0.0) (and (>= extra 0.0) (=> (= extra 0.0) (and (= Q (+ (* 4.0 V) (* 2.0 W))) (= (+ A (* (- 1.0) D) (* Q U)) (+ (* (- 2.0) M) (* (- 1.0) W) (* 2.0 U (+ (* 2.0 V) W)))))))))
(assert (=> (>= W 0.0) (and (>= U W) (>= M 0.0) (=> (= U W) (= V M)))))
(assert (=> (>= W 0.0) (and (>= too_deep 0.0) (=> (= too_deep 0.0) (>= (* 2.0 V W) (+ (* 2.0 M W) (* (+ (* 2.0 M_all) W) (+ (* (- 1.0) W) Y))))))))
(assert (=> (>= W 0.0) (and (>= U 0.0) (>= Y 0.0) (>= (* U Y) (* W W)))))
(assert (=> (>= W 0.0) (and (>= (+ (* 2.0 V) poured) (* 2.0 C l)) (= (+ (* 2.0 V_best) poured) (* 2.0 B l)))))
(assert (=> (>= W 0.0) (and (>= U 0.0) (>= C 0.0) (>= B 0.0) (>= (* C U) (* B B)))))
(assert (=> (>= W 0.0) (and (>= apart 0.0) (=> (= apart 0.0) (and (= U B) (= V V_best))))))
(assert (=> (and (<= 1.0 W) (>= M 0.0) (>= U 0.0) (>= (* U Y) (* W W)) (>= (* 2.0 V W) (+ (* 2.0 M W) (* (+ (* 2.0 M) W) (+ (* (- 1.0) W) Y))))) (>= (* U (+ (* 2.0 V) W)) (* W (+ (* 2.0 M) W)))))
(assert (=> (and (>= U 0.0) (>= (* C U) (* B B)) (>= (+ (* 2.0 V) W) (* 2.0 C l))) (>= (* U (+ (* 2.0 V) W)) (* 2.0 (* B B) l))))
(assert (=> (= (+ (* 2.0 V_best) W) (* 2.0 B l)) (= (* B (+ (* 2.0 V_best) W)) (* 2.0 (* B B) l))))
(assert (=> (and (> K_deep 0.0) (> entered_deep 0.0) (> u_deep 0.0) (<= 1.0 W) (>= M K_deep) (> (* 2.0 K_deep W) (+ (* 2.0 M) W)) (= (* (+ (- 1.0) (* 2.0 u_deep)) (+ (* (- 2.0) K_deep) (* 2.0 M) W)) (* 2.0 K_deep (+ (- 1.0) W))) (= (* entered_deep u_deep) K_deep)) (< (+ (* (- 2.0) M) (* (- 1.0) W) (* 2.0 (+ (- 1.0) W u_deep) (+ (* (- 2.0) K_deep) (* 2.0 M) W (* 2.0 entered_deep)))) (* (+ (* 2.0 M) W) (+ (- 1.0) (* 2.0 W))))))
(assert (not (=> (and (= (* W (+ (- 1.0) H)) (+ A (* (- 1.0) D) (* Q U))) (= M_all M)) (and (=> (<= too_deep 10.0) (>= (* W (+ (- 1.0) H)) (* (+ (* 2.0 M) W) (+ (- 1.0) (* 2.0 W))))) (=> (and (= extra 0.0) (= U W)) (= (* W (+ (- 1.0) H)) (* (+ (* 2.0 M) W) (+ (- 1.0) (* 2.0 W))))) (=> (and (= extra 0.0) (and (> K_deep 0.0) (> u_deep 0.0) (> entered_deep 0.0) (>= M K_deep) (> (* 2.0 K_deep W) (+ (* 2.0 M) W)) (= (* (+ (- 1.0) (* 2.0 u_deep)) (+ (* (- 2.0) K_deep) (* 2.0 M) W)) (* 2.0 K_deep (+ (- 1.0) W))) (= (* entered_deep u_deep) K_deep) (= U (+ (- 1.0) W u_deep)) (= V (+ (* (- 1.0) K_deep) M entered_deep)))) (< (* W (+ (- 1.0) H)) (* (+ (* 2.0 M) W) (+ (- 1.0) (* 2.0 W))))) (=> (= poured W) (>= (* W (+ (- 1.0) H)) (+ (* (- 2.0) M) (* (- 1.0) W) (* 4.0 (* B B) l)))) (=> (and (= poured W) (= extra 0.0) (= apart 0.0)) (= (* W (+ (- 1.0) H)) (+ (* (- 2.0) M) (* (- 1.0) W) (* 4.0 (* B B) l))))))))
(check-sat)
