; claim: gradient-signs
; obligation: one-lane
; In words: for L = 1 the thresholds at r and at l are (i+1)(2K-i+1)/(2K+1) for i = 2m and i = 2m+1:
; both are read off one parabola
; expected answer: unsat
(set-logic QF_NRA)
(declare-const m Real)
(declare-const u Real)
(assert (>= m 0.0))
(assert (>= u 0.0))
(assert (not (and (= (* (+ 1.0 (* 2.0 m)) (+ 3.0 (* 2.0 u)) (+ 3.0 (* 2.0 m) (* 2.0 u))) (* (+ 1.0 (* 2.0 m)) (+ 3.0 (* 2.0 u)) (+ 3.0 (* 2.0 m) (* 2.0 u)))) (= (* 4.0 (+ 1.0 m) (+ 1.0 u) (+ 3.0 (* 2.0 m) (* 2.0 u))) (* 4.0 (+ 1.0 m) (+ 1.0 u) (+ 3.0 (* 2.0 m) (* 2.0 u)))))))
(check-sat)
