; claim: search-agent
; obligation: lanes-with-replacement
; In words: leaving takes n+1 moves on average where lanes are used again and again, too
; expected answer: sat
(set-logic QF_NIA)
(declare-const fewer Int)
(declare-const moves Int)
(declare-const n Int)
(assert (>= fewer 0))
(assert (>= moves 0))
(assert (>= n 0))
(assert (= (* moves (+ 1 n)) (+ 1 (* n (+ 2 fewer)))))
(assert (= fewer moves))
(assert (not (= moves (+ 1 n))))
(check-sat)
