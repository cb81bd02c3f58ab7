; claim: target-seen
; obligation: grown-step
; In words: rho^i >= 1 makes rho^(i+1) >= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= P 1.0))
(assert (not (>= (* P (* (+ 1.0 L) (+ 1.0 L))) (* 1.0 L))))
(check-sat)
