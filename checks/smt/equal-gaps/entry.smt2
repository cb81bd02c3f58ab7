; claim: equal-gaps
; obligation: entry
; In words: at the first entry (1-q) (1-q') (F - E) is (1-w) E F (q - q')
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E_next Real)
(declare-const F_next Real)
(declare-const q Real)
(declare-const q_more Real)
(declare-const w Real)
(assert (not (= (* E_next F_next (+ (* (- 1.0) (+ 1.0 (* (- 1.0) q)) (+ 1.0 (* (- 1.0) q_more w))) (* (+ 1.0 (* (- 1.0) q_more)) (+ 1.0 (* (- 1.0) q w))))) (* E_next F_next (+ 1.0 (* (- 1.0) w)) (+ q (* (- 1.0) q_more))))))
(check-sat)
