; claim: gradient-signs
; obligation: one-lane-maximum
; In words: that parabola is at most (K+1)^2, which it takes at i = K
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const i Real)
(assert (>= K 0.0))
(assert (>= i 0.0))
(assert (not (and (>= (* (+ 1.0 K) (+ 1.0 K)) (* (+ 1.0 i) (+ 1.0 (* 2.0 K) (* (- 1.0) i)))) (=> (= i K) (= (* (+ 1.0 i) (+ 1.0 (* 2.0 K) (* (- 1.0) i))) (* (+ 1.0 K) (+ 1.0 K)))))))
(check-sat)
