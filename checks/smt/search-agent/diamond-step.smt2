; claim: search-agent
; obligation: diamond-step
; In words: if leaving takes n moves on average with n-1 unused lanes, it takes n+1 with n
; expected answer: unsat
(set-logic QF_NRA)
(declare-const fewer Real)
(declare-const moves Real)
(declare-const n Real)
(assert (>= fewer 0.0))
(assert (>= moves 0.0))
(assert (>= n 0.0))
(assert (= (* moves (+ 1.0 n)) (+ 1.0 (* n (+ 2.0 fewer)))))
(assert (<= 1.0 n))
(assert (= fewer n))
(assert (not (= moves (+ 1.0 n))))
(check-sat)
