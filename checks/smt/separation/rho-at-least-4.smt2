; claim: separation
; obligation: rho-at-least-4
; In words: (L+1)^2 / L >= 4
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(assert (> L 0.0))
(assert (not (>= (* (+ 1.0 L) (+ 1.0 L)) (* 4.0 L))))
(check-sat)
