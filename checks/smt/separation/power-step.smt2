; claim: separation
; obligation: power-step
; In words: if P >= (i+1)^2 then rho P >= (i+2)^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (>= P (* (+ 1.0 i) (+ 1.0 i))))
(assert (not (>= (* P (* (+ 1.0 L) (+ 1.0 L))) (* L (* (+ 2.0 i) (+ 2.0 i))))))
(check-sat)
