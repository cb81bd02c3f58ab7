; claim: target-seen
; obligation: theorem
; In words: if the policy sees its target, SFT on golden paths ends at 2K+2 steps, the least possible;
; before that a wrong choice at the fork costs Theta(rho^K) if wrong corridors use the target's rows,
; and 2(KL+K+1) if every row sees the target
; Scope: all W >= 2, K, L, every policy in (0, 1]
; Where x is x, S is S, short is short, e is e, T is T after 2*K steps of vertices of the target's
; corridor from the leaf: from x = 0, S = 0, short = 0, e = 1, T = 1 to x = q*x/p + (1 - p)/p, S = S +
; q*x/p + (1 - p)/p, short = -p + short + 1, e = success, T = steps, for any p, q, success, chance,
; steps, out > 0 with (<= p 1) and (<= q 1) and (= chance (+ e (* chance (+ 1 (* (- 1) e)) (+ 1 (* (-
; 1) q))))) and (= success (* chance p)) and (= out (+ T (* (+ 1 (* (- 1) e)) (+ q (* out (+ 1 (* (-
; 1) q))))))) and (= steps (+ 2 (* (- 1) p) (* out p)))
; Where R is R, R_found is R_found after 2*K steps of vertices of a wrong corridor from the leaf: from
; R = 2, R_found = 2 to R = before, R_found = R_found*p/q + 2, for any p, q, out, before > 0 with (<=
; p 1) and (<= q 1) and (= out (+ R q (* out (+ 1 (* (- 1) q))))) and (= before (+ 2 (* (- 1) p) (*
; out p)))
; Where R_shared is R, P is P after K steps of diamonds with forward rows one and backward rows at
; base: from R = 2, P = 1 to R = (2 + R*(L + 1)/L)*(L + 1) + 2, P = P*(L + 1)**2/L
; Where R_seen is R after K steps of diamonds with all rows at base: from R = 2 to R = L*(2 + R/L) + 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const H Real)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const R Real)
(declare-const R_found Real)
(declare-const R_seen Real)
(declare-const R_shared Real)
(declare-const S Real)
(declare-const T Real)
(declare-const W Real)
(declare-const e Real)
(declare-const error Real)
(declare-const later Real)
(declare-const short Real)
(declare-const wrong Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= R 0.0))
(assert (>= R_seen 0.0))
(assert (>= R_shared 0.0))
(assert (>= S 0.0))
(assert (> T 0.0))
(assert (> W 0.0))
(assert (> e 0.0))
(assert (>= short 0.0))
(assert (>= x 0.0))
(assert (>= W 2.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= (* 2.0 K) 0.0) (and (= (* e (+ 1.0 x)) 1.0) (= (* T (+ 1.0 x)) (+ 1.0 (* 2.0 K) (* 2.0 S))))))
(assert (=> (>= (* 2.0 K) 0.0) (=> (= short 0.0) (and (= x 0.0) (= S 0.0)))))
(assert (=> (>= (* 2.0 K) 0.0) (= R R_found)))
(assert (=> (and (= (* e (+ 1.0 x)) 1.0) (= (* T (+ 1.0 x)) (+ 1.0 (* 2.0 K) (* 2.0 S))) (= (* later (+ 1.0 wrong)) (+ T (* later (+ 1.0 (* (- 1.0) e))) (* wrong (+ R later)))) (= H (+ 1.0 (* error (+ R later)) (* (+ 1.0 (* (- 1.0) error)) (+ T (* later (+ 1.0 (* (- 1.0) e)))))))) (= H (+ 2.0 (* 2.0 K) (* 2.0 S) (* R (+ (* error (+ 1.0 wrong)) (* wrong x)))))))
(assert (=> (>= K 0.0) (= (* R_shared (+ 1.0 L (* L L))) (+ (* (- 4.0) L) (* (- 2.0) (* L L)) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L)))))))
(assert (=> (>= K 0.0) (>= P 1.0)))
(assert (=> (>= K 0.0) (= R_seen (+ 2.0 (* 2.0 K) (* 2.0 K L)))))
(assert (not (=> (and (>= error 0.0) (<= error 1.0) (>= wrong 0.0) (= (* later (+ 1.0 wrong)) (+ T (* later (+ 1.0 (* (- 1.0) e))) (* wrong (+ R later)))) (= H (+ 1.0 (* error (+ R later)) (* (+ 1.0 (* (- 1.0) error)) (+ T (* later (+ 1.0 (* (- 1.0) e)))))))) (and (>= H (+ 2.0 (* 2.0 K))) (=> (and (= error 0.0) (= wrong 0.0) (= short 0.0)) (= H (+ 2.0 (* 2.0 K)))) (=> (and (= (* error (+ 1.0 wrong)) wrong) (= short 0.0)) (= H (+ 2.0 (* 2.0 K) (* R wrong)))) (=> (and (= wrong (+ (- 1.0) W)) (= short 0.0)) (= H (+ 2.0 (* 2.0 K) (* R W error)))) (<= (* 2.0 P) R_shared) (<= R_shared (* 5.0 P)) (= R_seen (+ 2.0 (* 2.0 K) (* 2.0 K L)))))))
(check-sat)
