; claim: unequal-corridors
; obligation: a-tenth-is-enough
; In words: SFT's limit costs at least c times as much as never turning if 3 R_i >= c M
; Scope: all W, K, L, K_i, every policy in (0, 1], corridors of any lengths n_i >= 3
; Where x is x, S is S, short is short, e is e, T is T after 2*K steps of vertices of the target's
; corridor from the leaf: from x = 0, S = 0, short = 0, e = 1, T = 1 to x = q*x/p + (1 - p)/p, S = S +
; q*x/p + (1 - p)/p, short = -p + short + 1, e = success, T = steps, for any p, q, success, chance,
; steps, out > 0 with (<= p 1) and (<= q 1) and (= chance (+ e (* chance (+ 1 (* (- 1) e)) (+ 1 (* (-
; 1) q))))) and (= success (* chance p)) and (= out (+ T (* (+ 1 (* (- 1) e)) (+ q (* out (+ 1 (* (-
; 1) q))))))) and (= steps (+ 2 (* (- 1) p) (* out p)))
; Where R_wrong is R, R_found is R_found after 2*K_i steps of vertices of a wrong corridor from the
; leaf: from R = 2, R_found = 2 to R = before, R_found = R_found*p/q + 2, for any p, q, out, before >
; 0 with (<= p 1) and (<= q 1) and (= out (+ R q (* out (+ 1 (* (- 1) q))))) and (= before (+ 2 (* (-
; 1) p) (* out p)))
; Where products is products, product is product, beyond is beyond after 2*K_i steps of vertices of a
; wrong corridor from the fork: from products = 0, product = 1, beyond = R_found to products = product
; + products, product = p*product/q, beyond = beyond_next, for any p > 0, q > 0, beyond_next >= 0 with
; (<= p 1) and (<= q 1) and (= (* beyond q) (+ (* 2 q) (* beyond_next p)))
; Where len is len, ret is ret, sft is sft, straight is straight after W - 1 steps of corridors after
; the first: from len = n_1, ret = R_1, sft = -R_1 + R_all + n_1, straight = 2*M_all - n_1 to len =
; len + n_i, ret = R_i + ret, sft = R_all - R_i + n_i + sft, straight = 2*M_all - n_i + straight, for
; any n_i >= 0, R_i >= 0 with (>= n_i 3)
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const K_i Real)
(declare-const L Real)
(declare-const M_all Real)
(declare-const R_1 Real)
(declare-const R_all Real)
(declare-const R_found Real)
(declare-const R_wrong Real)
(declare-const S Real)
(declare-const T Real)
(declare-const V Real)
(declare-const W Real)
(declare-const beyond Real)
(declare-const c Real)
(declare-const e Real)
(declare-const len Real)
(declare-const n_1 Real)
(declare-const others Real)
(declare-const product Real)
(declare-const products Real)
(declare-const ret Real)
(declare-const sft Real)
(declare-const short Real)
(declare-const straight Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (>= K_i 0.0))
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
(assert (>= K_i 1.0))
(assert (=> (>= (* 2.0 K) 0.0) (and (= (* e (+ 1.0 x)) 1.0) (= (* T (+ 1.0 x)) (+ 1.0 (* 2.0 K) (* 2.0 S))))))
(assert (=> (>= (* 2.0 K) 0.0) (=> (= short 0.0) (and (= x 0.0) (= S 0.0)))))
(assert (=> (and (>= (+ 1.0 (* 2.0 K) (* 2.0 S)) 0.0) (>= (+ 1.0 x) 0.0) (<= 1.0 W) (= (* e (+ 1.0 x)) 1.0) (= (* T (+ 1.0 x)) (+ 1.0 (* 2.0 K) (* 2.0 S))) (= (* V W) (+ T others (* V (+ 1.0 (* (- 1.0) e))) (* V (+ (- 1.0) W))))) (= V (+ 1.0 (* 2.0 K) (* 2.0 S) (* others (+ 1.0 x))))))
(assert (=> (>= (* 2.0 K_i) 0.0) (= R_wrong R_found)))
(assert (=> (>= (* 2.0 K_i) 0.0) (= R_found (+ (* 2.0 products) (* beyond product)))))
(assert (=> (>= (+ (- 1.0) W) 0.0) (and (= sft (+ len (* (- 1.0) ret) (* R_all W))) (= straight (+ (* (- 1.0) len) (* 2.0 M_all W))))))
(assert (=> (and (>= (+ (- 1.0) W) 0.0) (>= n_1 3.0)) (and (>= len (* 3.0 W)) (>= ret R_1))))
(assert (=> (and (>= len 0.0) (>= R_1 0.0) (>= ret 0.0) (<= 2.0 W) (>= len (* 3.0 W)) (>= ret R_1)) (>= (* W (* 10.0 len (+ W len (* ret (+ (- 1.0) W))))) (* W (* 3.0 R_1 (+ W (* len (+ (- 1.0) (* 2.0 W)))))))))
(assert (not (=> (and (= R_all ret) (= M_all len) (>= n_1 3.0) (>= R_1 0.0)) (and (= (* W (+ W sft)) (* W (+ W len (* ret (+ (- 1.0) W))))) (= (* W (+ W straight)) (* W (+ W (* len (+ (- 1.0) (* 2.0 W)))))) (=> (and (>= W 2.0) (>= c 0.0) (>= (* 3.0 R_1) (* c len))) (>= (* W (+ W sft)) (* W (* c (+ W straight)))))))))
(check-sat)
