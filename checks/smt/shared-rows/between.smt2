; claim: shared-rows
; obligation: between
; In words: the mean error is between those of an entry row and of an exit row whose gap is the mean
; gap
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_a Real)
(declare-const E_c Real)
(declare-const L Real)
(declare-const M Real)
(assert (> E_a 0.0))
(assert (> E_c 0.0))
(assert (> L 0.0))
(assert (> M 0.0))
(assert (<= 1.0 L))
(assert (<= 1.0 E_c))
(assert (<= E_c E_a))
(assert (<= E_a (* E_c (* L L))))
(assert (= (* M M) (* E_a E_c)))
(assert (not (and (<= (* (+ L M) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* L (* 2.0 (+ E_a L) (+ 1.0 (* E_c L))))) (>= (* (+ 1.0 (* L M)) (+ E_a L (* L (+ 1.0 (* E_c L))))) (* 1.0 (* 2.0 (+ E_a L) (+ 1.0 (* E_c L))))))))
(check-sat)
