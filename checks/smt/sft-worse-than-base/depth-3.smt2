; claim: sft-worse-than-base
; obligation: depth-3
; In words: g_3 >= 3 (3L+4)(3/L+4)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(assert (> L 0.0))
(assert (>= L 1.0))
(assert (not (>= (* L (+ (* (- 1.0) (* L L L)) (* (- 5.0) (* L L L L)) (* (- 3.0) (* L L L L L)) (* (- 6.0) (* L L L) (+ 1.0 L (* L L))) (* 2.0 (* (+ 1.0 L) (+ 1.0 L) (+ 1.0 L) (+ 1.0 L) (+ 1.0 L) (+ 1.0 L) (+ 1.0 L)) (+ 1.0 (* 2.0 L))))) (* (* (* L L L) (+ 1.0 L (* L L))) (* 3.0 (+ 4.0 (* 3.0 L)) (+ 3.0 (* 4.0 L)))))))
(check-sat)
