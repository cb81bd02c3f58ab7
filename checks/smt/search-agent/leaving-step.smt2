; claim: search-agent
; obligation: leaving-step
; In words: if leaving takes n + 1 moves on average with n unused lanes, it takes n + 2 with n + 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(assert (>= i 0.0))
(assert (not (= (+ 1.0 (* (+ 1.0 i) (+ 3.0 i))) (* (+ 2.0 i) (+ 2.0 i)))))
(check-sat)
