; claim: gradient-noise
; obligation: score-visit
; In words: a visit with passing probability q leaves the mean of S as it is and adds q(1-q) to the
; mean of S^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const q Real)
(assert (> q 0.0))
(assert (not (and (= (+ (* q (+ 1.0 S (* (- 1.0) q))) (* (+ 1.0 (* (- 1.0) q)) (+ S (* (- 1.0) q)))) S) (= (+ (* q (* (+ 1.0 S (* (- 1.0) q)) (+ 1.0 S (* (- 1.0) q)))) (* (+ 1.0 (* (- 1.0) q)) (* (+ S (* (- 1.0) q)) (+ S (* (- 1.0) q))))) (+ (* S S) (* q (+ 1.0 (* (- 1.0) q))))))))
(check-sat)
