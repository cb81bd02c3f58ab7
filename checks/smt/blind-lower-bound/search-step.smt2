; claim: blind-lower-bound
; obligation: search-step
; In words: each later one 2(2K+1) after the one before: T_k and their sum
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const i Real)
(assert (>= K 0.0))
(assert (>= i 0.0))
(assert (not (and (= (+ 3.0 (* 4.0 K) (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* 2.0 i)))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ 3.0 (* 2.0 i))))) (= (+ 1.0 i (* (* i i) (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* 2.0 i)))) (+ 1.0 i (* (+ 1.0 (* 2.0 K)) (* (+ 1.0 i) (+ 1.0 i))))))))
(check-sat)
