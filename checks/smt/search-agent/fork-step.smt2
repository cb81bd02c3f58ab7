; claim: search-agent
; obligation: fork-step
; In words: if it is (n-1)/2 wrong corridors and a passage away with n-1 of them left, it is n/2 and
; one with n
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const back Real)
(declare-const fewer Real)
(declare-const n Real)
(declare-const value Real)
(assert (>= K 0.0))
(assert (>= back 0.0))
(assert (>= fewer 0.0))
(assert (>= n 0.0))
(assert (>= value 0.0))
(assert (= (* value (+ 1.0 n)) (+ 1.0 (* 2.0 K) (* n (+ 1.0 (* 2.0 K) back fewer)))))
(assert (<= 1.0 n))
(assert (= (* 2.0 fewer) (+ 2.0 (* 4.0 K) (* (+ (- 1.0) n) (+ 1.0 (* 2.0 K) back)))))
(assert (not (= (* 2.0 value) (+ 2.0 (* 4.0 K) (* n (+ 1.0 (* 2.0 K) back))))))
(check-sat)
