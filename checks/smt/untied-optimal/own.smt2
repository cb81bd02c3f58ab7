; claim: untied-optimal
; obligation: own
; In words: if E >= e m + 2 (1-e) with e = 1/u, then E u >= m, and E u = m only if u = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const K Real)
(declare-const u_t Real)
(assert (>= E 0.0))
(assert (>= K 0.0))
(assert (> u_t 0.0))
(assert (<= 1.0 u_t))
(assert (>= (* E u_t) (+ (- 1.0) (* 2.0 K) (* 2.0 u_t))))
(assert (not (and (>= (* E u_t) (+ 1.0 (* 2.0 K))) (=> (= (* E u_t) (+ 1.0 (* 2.0 K))) (= u_t 1.0)))))
(check-sat)
