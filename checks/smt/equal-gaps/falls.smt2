; claim: equal-gaps
; obligation: falls
; In words: g0 does not rise with the gap
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const a Real)
(declare-const b Real)
(assert (> L 0.0))
(assert (>= a 0.0))
(assert (>= b 0.0))
(assert (not (<= (* (* L (* (+ 1.0 a) (+ 1.0 a))) (* (+ 1.0 (* L (+ 1.0 a b))) (+ 1.0 L a b))) (* (* L (* (+ 1.0 a b) (+ 1.0 a b))) (* (+ 1.0 (* L (+ 1.0 a))) (+ 1.0 L a))))))
(check-sat)
