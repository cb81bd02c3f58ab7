; claim: rate-audit
; obligation: at-most-3
; In words: rho^K / L^K <= 3 for all K and L, already at K = 1
; expected answer: sat
(set-logic QF_NIA)
(declare-const L Int)
(assert (> L 0))
(assert (not (<= (* (+ 1 L) (+ 1 L)) (* 3 (* L L)))))
(check-sat)
