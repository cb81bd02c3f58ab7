; claim: untied-optimal
; obligation: each-of-a-pair
; In words: R u_t >= 2m for each corridor, not only for a pair together
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const R Real)
(declare-const u Real)
(declare-const u_t Real)
(assert (>= K 0.0))
(assert (>= R 0.0))
(assert (> u 0.0))
(assert (> u_t 0.0))
(assert (<= 1.0 u))
(assert (<= 1.0 u_t))
(assert (>= (* R u) (+ (* 4.0 K) (* 2.0 u))))
(assert (not (>= (* R u_t) (+ 2.0 (* 4.0 K)))))
(check-sat)
