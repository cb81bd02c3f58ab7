; claim: equal-gaps
; obligation: rises
; In words: g2 does not fall with the gap
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const a Real)
(declare-const b Real)
(assert (> L 0.0))
(assert (>= a 0.0))
(assert (>= b 0.0))
(assert (not (<= (* (* L (* a a) (* (+ 2.0 a) (+ 2.0 a))) (* (* (+ 1.0 a b) (+ 1.0 a b)) (+ 1.0 L a b) (+ 1.0 L (* L a) (* L b)))) (* (* L (* (+ a b) (+ a b)) (* (+ 2.0 a b) (+ 2.0 a b))) (* (* (+ 1.0 a) (+ 1.0 a)) (+ 1.0 L a) (+ 1.0 L (* L a)))))))
(check-sat)
