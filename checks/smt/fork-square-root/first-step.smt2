; claim: fork-square-root
; obligation: first-step
; In words: for target w the walk takes (2K+1)(2/f_w - 1) from the fork
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const f Real)
(declare-const value Real)
(assert (>= K 0.0))
(assert (> f 0.0))
(assert (>= value 0.0))
(assert (<= f 1.0))
(assert (= value (+ (* f (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* (- 1.0) f)) (+ 2.0 (* 4.0 K) value)))))
(assert (not (= (* f value) (* (+ 2.0 (* (- 1.0) f)) (+ 1.0 (* 2.0 K))))))
(check-sat)
