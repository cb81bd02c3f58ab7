; claim: separation
; obligation: power-base
; In words: rho^0 = 1 >= (0+1)^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const S Real)
(declare-const i Real)
(declare-const x Real)
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x 0.0))
(assert (= S 0.0))
(assert (= P 1.0))
(assert (not (>= P (* (+ 1.0 i) (+ 1.0 i)))))
(check-sat)
