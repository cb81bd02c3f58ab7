; claim: untied-optimal
; obligation: pair
; In words: if R >= 2 e m + 2 (1-e) for both of two corridors, then R u_t + R_t u >= 4m
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const R Real)
(declare-const R_t Real)
(declare-const u Real)
(declare-const u_t Real)
(assert (>= K 0.0))
(assert (>= R 0.0))
(assert (>= R_t 0.0))
(assert (> u 0.0))
(assert (> u_t 0.0))
(assert (<= 1.0 u))
(assert (<= 1.0 u_t))
(assert (>= (* R u) (+ (* 4.0 K) (* 2.0 u))))
(assert (>= (* R_t u_t) (+ (* 4.0 K) (* 2.0 u_t))))
(assert (not (>= (+ (* R u_t) (* R_t u)) (+ 4.0 (* 8.0 K)))))
(check-sat)
