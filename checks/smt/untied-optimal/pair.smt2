; claim: untied-optimal
; obligation: pair
; In words: if R >= 2 e m + 2 (1-e) for both of two corridors, then R_i u_t + R_t u_i >= 4m; if both u
; are 1, it is 4m only if both R are 2m
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const R_i Real)
(declare-const R_t Real)
(declare-const u_i Real)
(declare-const u_t Real)
(assert (>= K 0.0))
(assert (>= R_i 0.0))
(assert (>= R_t 0.0))
(assert (> u_i 0.0))
(assert (> u_t 0.0))
(assert (<= 1.0 u_i))
(assert (<= 1.0 u_t))
(assert (>= (* R_i u_i) (+ (* 4.0 K) (* 2.0 u_i))))
(assert (>= (* R_t u_t) (+ (* 4.0 K) (* 2.0 u_t))))
(assert (not (and (>= (+ (* R_i u_t) (* R_t u_i)) (+ 4.0 (* 8.0 K))) (=> (and (= u_i 1.0) (= u_t 1.0) (= (+ (* R_i u_t) (* R_t u_i)) (+ 4.0 (* 8.0 K)))) (and (= R_i (+ 2.0 (* 4.0 K))) (= R_t (+ 2.0 (* 4.0 K))))))))
(check-sat)
