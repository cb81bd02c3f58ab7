; claim: shared-rows
; obligation: clock-speeds
; In words: if Y moves at 1 + sigma times that error, its exit clock does not run faster than at 1 +
; sigma, nor its entry clock slower
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const M Real)
(declare-const error Real)
(declare-const growth Real)
(assert (> L 0.0))
(assert (> M 0.0))
(assert (>= error 0.0))
(assert (> growth 0.0))
(assert (<= (* error (+ L M)) L))
(assert (>= (* error (+ 1.0 (* L M))) 1.0))
(assert (not (and (<= (* error growth (+ L M)) (* L growth)) (>= (* error growth (+ 1.0 (* L M))) growth))))
(check-sat)
