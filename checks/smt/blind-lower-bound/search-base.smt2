; claim: blind-lower-bound
; obligation: search-base
; In words: the first leaf is met at 1 + (2K+1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const i Real)
(assert (>= K 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (and (= (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* 2.0 i)))) (+ 2.0 (* 2.0 K))) (= (* i (+ 1.0 (* i (+ 1.0 (* 2.0 K))))) 0.0))))
(check-sat)
