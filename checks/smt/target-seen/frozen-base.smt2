; claim: target-seen
; obligation: frozen-base
; In words: without diamonds R is 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (not (= (+ (* (- 4.0) L) (* (- 2.0) (* L L)) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L)))) (* 2.0 (+ 1.0 L (* L L))))))
(check-sat)
