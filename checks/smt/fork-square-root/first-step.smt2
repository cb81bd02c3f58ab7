; claim: fork-square-root
; obligation: first-step
; In words: for target w the walk takes A + R (1/f_w - 1) from the fork, with E = A e and r = R e
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const R Real)
(declare-const e Real)
(declare-const f Real)
(declare-const value Real)
(assert (> A 0.0))
(assert (> R 0.0))
(assert (> e 0.0))
(assert (> f 0.0))
(assert (>= value 0.0))
(assert (<= f 1.0))
(assert (<= e 1.0))
(assert (= value (+ (* f (+ (* A e) (* value (+ 1.0 (* (- 1.0) e))))) (* (+ 1.0 (* (- 1.0) f)) (+ value (* R e))))))
(assert (not (= (* f value) (+ (* A f) (* R (+ 1.0 (* (- 1.0) f)))))))
(check-sat)
