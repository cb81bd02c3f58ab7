; claim: distillation
; obligation: time
; In words: with weight eps w the error is at most delta from time L/(eps w delta) on, and, for delta
; up to half the base error, not before 1/(4 eps w delta); dose stands for eps w t
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const delta Real)
(declare-const dose Real)
(declare-const error Real)
(declare-const m Real)
(assert (> L 0.0))
(assert (> delta 0.0))
(assert (>= dose 0.0))
(assert (>= error 0.0))
(assert (> m 0.0))
(assert (>= (* error (+ L (* L m) (* dose (+ 1.0 L)))) L))
(assert (<= (* error (+ (* L (+ 1.0 m)) (* L m (+ 1.0 m)) (* dose m (+ 1.0 L)))) (* L (+ 1.0 m))))
(assert (<= 1.0 L))
(assert (or (= m L) (= (* L m) 1.0)))
(assert (<= (* 2.0 delta (+ 1.0 m)) 1.0))
(assert (not (and (=> (>= (* delta dose) L) (<= error delta)) (=> (<= error delta) (>= (* 4.0 delta dose) 1.0)))))
(check-sat)
