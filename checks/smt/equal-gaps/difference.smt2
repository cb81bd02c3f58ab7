; claim: equal-gaps
; obligation: difference
; In words: behind a diamond F - E is (1-w) E F (g0 - g0' + (g2' - g2) w + w^2 C)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const E Real)
(declare-const E_next Real)
(declare-const F_next Real)
(declare-const g0 Real)
(declare-const g2 Real)
(declare-const h0 Real)
(declare-const h2 Real)
(declare-const w Real)
(assert (not (= (* E_next F_next (+ g0 (* (- 1.0) h0) (* (- 1.0) E (* w w)) (* g2 (* w w)) (* (- 1.0) h2 (* w w)) (* w (+ 2.0 (* (- 1.0) g0) (* (- 1.0) g2))) (* (- 1.0) w (+ 2.0 (* (- 1.0) h0) (* (- 1.0) h2))) (* (* w w) (+ E (* C (+ 1.0 (* (- 1.0) w))))))) (* E_next F_next (+ 1.0 (* (- 1.0) w)) (+ g0 (* (- 1.0) h0) (* C (* w w)) (* w (+ (* (- 1.0) g2) h2)))))))
(check-sat)
