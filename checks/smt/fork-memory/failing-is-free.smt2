; claim: fork-memory
; obligation: failing-is-free
; In words: an excursion that fails costs nothing more: V_0 = A for every e <= 1
; Scope: all W, K, L, every policy in (0, 1]
; Where x is x, S is S, short is short, e is e, T is T after 2*K steps of vertices of the target's
; corridor from the leaf: from x = 0, S = 0, short = 0, e = 1, T = 1 to x = q*x/p + (1 - p)/p, S = S +
; q*x/p + (1 - p)/p, short = -p + short + 1, e = success, T = steps, for any p, q, success, chance,
; steps, out > 0 with (<= p 1) and (<= q 1) and (= chance (+ e (* chance (+ 1 (* (- 1) e)) (+ 1 (* (-
; 1) q))))) and (= success (* chance p)) and (= out (+ T (* (+ 1 (* (- 1) e)) (+ q (* out (+ 1 (* (-
; 1) q))))))) and (= steps (+ 2 (* (- 1) p) (* out p)))
; Where R_wrong is R, R_found is R_found after 2*K steps of vertices of a wrong corridor from the
; leaf: from R = 2, R_found = 2 to R = before, R_found = R_found*p/q + 2, for any p, q, out, before >
; 0 with (<= p 1) and (<= q 1) and (= out (+ R q (* out (+ 1 (* (- 1) q))))) and (= before (+ 2 (* (-
; 1) p) (* out p)))
; Where R_wrong is R, R_found is R_found, turns is turns after 2*K steps of vertices of a wrong
; corridor from the leaf: from R = 2, R_found = 2, turns = 0 to R = before, R_found = R_found*p/q + 2,
; turns = -p - q + turns + 2, for any p, q, out, before > 0 with (<= p 1) and (<= q 1) and (= out (+ R
; q (* out (+ 1 (* (- 1) q))))) and (= before (+ 2 (* (- 1) p) (* out p)))
; Where V_ahead is V_j, sum_ahead is V_sum after W - 1 steps of corridors that the target is ahead:
; from V_j = V_0, V_sum = 0 to V_j = R_wrong + V_j, V_sum = V_j + V_sum
; Where V_last is V_j, sum_V is V_sum after W steps of corridors that the target is ahead: from V_j =
; V_0, V_sum = 0 to V_j = R_wrong + V_j, V_sum = V_j + V_sum
; expected answer: sat
(set-logic QF_NRA)
(declare-const H Real)
(declare-const K Real)
(declare-const L Real)
(declare-const R_found Real)
(declare-const R_wrong Real)
(declare-const S Real)
(declare-const T Real)
(declare-const V_0 Real)
(declare-const V_ahead Real)
(declare-const V_last Real)
(declare-const V_uniform Real)
(declare-const W Real)
(declare-const e Real)
(declare-const short Real)
(declare-const sum_V Real)
(declare-const sum_ahead Real)
(declare-const turns Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (>= R_wrong 0.0))
(assert (>= S 0.0))
(assert (> T 0.0))
(assert (> W 0.0))
(assert (> e 0.0))
(assert (>= short 0.0))
(assert (>= x 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= (* 2.0 K) 0.0) (and (= (* e (+ 1.0 x)) 1.0) (= (* T (+ 1.0 x)) (+ 1.0 (* 2.0 K) (* 2.0 S))))))
(assert (=> (>= (* 2.0 K) 0.0) (=> (= short 0.0) (and (= x 0.0) (= S 0.0)))))
(assert (=> (>= (* 2.0 K) 0.0) (= R_wrong R_found)))
(assert (=> (>= (* 2.0 K) 0.0) (and (>= turns 0.0) (=> (= turns 0.0) (= R_wrong (+ 2.0 (* 4.0 K)))))))
(assert (=> (>= (+ (- 1.0) W) 0.0) (and (= V_ahead (+ V_0 (* R_wrong (+ (- 1.0) W)))) (= (* 2.0 sum_ahead) (* (+ (- 1.0) W) (+ (* 2.0 V_0) (* R_wrong (+ (- 2.0) W))))))))
(assert (=> (>= W 0.0) (and (= V_last (+ V_0 (* R_wrong W))) (= (* 2.0 sum_V) (* W (+ (* 2.0 V_0) (* R_wrong (+ (- 1.0) W))))))))
(assert (=> (and (<= 1.0 W) (= (* e (+ 1.0 x)) 1.0) (= (* T (+ 1.0 x)) (+ 1.0 (* 2.0 K) (* 2.0 S))) (= V_0 (+ T (* (+ 1.0 (* (- 1.0) e)) (+ V_0 (* R_wrong (+ (- 1.0) W))))))) (= V_0 (+ 1.0 (* 2.0 K) (* 2.0 S) (* R_wrong x (+ (- 1.0) W))))))
(assert (=> (and (<= 1.0 W) (= (* W (+ (- 1.0) H)) sum_V) (= (* 2.0 sum_V) (* W (+ (* 2.0 V_0) (* R_wrong (+ (- 1.0) W))))) (= V_0 (+ 1.0 (* 2.0 K) (* 2.0 S) (* R_wrong x (+ (- 1.0) W))))) (= (* 2.0 H) (+ 4.0 (* 4.0 K) (* 4.0 S) (* R_wrong (+ (- 1.0) W) (+ 1.0 (* 2.0 x)))))))
(assert (=> (and (<= 1.0 W) (>= (+ 1.0 (* 2.0 K) (* 2.0 S)) 0.0) (= (* 2.0 H) (+ 4.0 (* 4.0 K) (* 4.0 S) (* R_wrong (+ (- 1.0) W) (+ 1.0 (* 2.0 x))))) (= V_uniform (+ 1.0 (* 2.0 K) (* 2.0 S) (* R_wrong (+ (- 1.0) W) (+ 1.0 x))))) (and (= (+ 2.0 (* (- 2.0) H) (* 2.0 V_uniform)) (* R_wrong (+ (- 1.0) W))) (> (* 2.0 H) (+ 1.0 V_uniform)))))
(assert (=> (and (>= (+ 1.0 (* 2.0 K) (* 2.0 S)) 0.0) (>= (+ 1.0 x) 0.0) (<= 1.0 W) (= (* e (+ 1.0 x)) 1.0) (= (* T (+ 1.0 x)) (+ 1.0 (* 2.0 K) (* 2.0 S))) (= (* V_uniform W) (+ T (* R_wrong (+ (- 1.0) W)) (* V_uniform (+ 1.0 (* (- 1.0) e))) (* V_uniform (+ (- 1.0) W))))) (= V_uniform (+ 1.0 (* 2.0 K) (* 2.0 S) (* R_wrong (+ (- 1.0) W) (+ 1.0 x))))))
(assert (not (=> (and (= V_0 (+ T (* V_ahead (+ 1.0 (* (- 1.0) e))))) (= (* W (+ (- 1.0) H)) sum_V) (= (* V_uniform W) (+ T (* R_wrong (+ (- 1.0) W)) (* V_uniform (+ 1.0 (* (- 1.0) e))) (* V_uniform (+ (- 1.0) W))))) (= V_0 (+ 1.0 (* 2.0 K) (* 2.0 S))))))
(check-sat)
