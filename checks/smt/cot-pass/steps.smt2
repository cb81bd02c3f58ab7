; claim: cot-pass
; obligation: steps
; In words: the g-th leaf, after one step to the fork, 4K+2 for each leaf before and 2K+1 more, is
; within T steps exactly if g (4K+2) <= T + 2K
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const T Real)
(declare-const g Real)
(assert (>= K 0.0))
(assert (> T 0.0))
(assert (>= g 0.0))
(assert (not (and (=> (<= (+ 2.0 (* 2.0 K) (* 2.0 (+ 1.0 (* 2.0 K)) (+ (- 1.0) g))) T) (<= (* 2.0 g (+ 1.0 (* 2.0 K))) (+ (* 2.0 K) T))) (=> (<= (* 2.0 g (+ 1.0 (* 2.0 K))) (+ (* 2.0 K) T)) (<= (+ 2.0 (* 2.0 K) (* 2.0 (+ 1.0 (* 2.0 K)) (+ (- 1.0) g))) T)))))
(check-sat)
