; claim: search-agent
; obligation: diamond-base
; In words: without an unused lane, leaving takes 1 move
; expected answer: unsat
(set-logic QF_NRA)
(declare-const fewer Real)
(declare-const moves Real)
(declare-const n Real)
(assert (>= fewer 0.0))
(assert (>= moves 0.0))
(assert (>= n 0.0))
(assert (= (* moves (+ 1.0 n)) (+ 1.0 (* n (+ 2.0 fewer)))))
(assert (= n 0.0))
(assert (not (= moves 1.0)))
(check-sat)
