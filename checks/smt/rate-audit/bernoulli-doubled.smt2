; claim: rate-audit
; obligation: bernoulli-doubled
; In words: rho^K / L^K >= 1 + 4K/L, already at K = 1
; expected answer: sat
(set-logic QF_NIA)
(declare-const L Int)
(assert (> L 0))
(assert (not (>= (* L (* (+ 1 L) (+ 1 L))) (* (* L L) (+ 4 L)))))
(check-sat)
