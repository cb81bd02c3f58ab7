; claim: separation
; obligation: power-step
; In words: if P >= (K+1)^2 then rho P >= (K+2)^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= P (* (+ 1.0 K) (+ 1.0 K))))
(assert (not (>= (* P (* (+ 1.0 L) (+ 1.0 L))) (* L (* (+ 2.0 K) (+ 2.0 K))))))
(check-sat)
