; claim: shared-rows
; obligation: barrier
; In words: the exit errs at least as much as the entry where E_a <= L^2 E_c, at most as much where
; E_a >= L^2 E_c
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_a Real)
(declare-const E_c Real)
(declare-const L Real)
(assert (> E_a 0.0))
(assert (> E_c 0.0))
(assert (> L 0.0))
(assert (<= 1.0 L))
(assert (not (and (=> (<= E_a (* E_c (* L L))) (>= (* L (+ 1.0 (* E_c L))) (* 1.0 (+ E_a L)))) (=> (>= E_a (* E_c (* L L))) (<= (* L (+ 1.0 (* E_c L))) (* 1.0 (+ E_a L)))))))
(check-sat)
