; claim: target-seen
; obligation: frozen-step
; In words: one more diamond takes 2i+1 + g_i to 2(i+1)+1 + g_(i+1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (not (= (* (* L (+ 1.0 L (* L L))) (+ (* 2.0 L (+ 1.0 L (* L L))) (* 2.0 (+ 1.0 L) (+ (* L (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ (* (- 2.0) L) (* (- 1.0) (* L L)) (* P (+ 1.0 L) (+ 1.0 (* 2.0 L))))))))) (* (* L (+ 1.0 L (* L L))) (+ (* (- 1.0) L) (* (- 5.0) (* L L)) (* (- 3.0) (* L L L)) (* L (+ 1.0 L (* L L))) (* 2.0 P (* (+ 1.0 L) (+ 1.0 L) (+ 1.0 L)) (+ 1.0 (* 2.0 L))))))))
(check-sat)
