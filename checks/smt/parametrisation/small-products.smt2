; claim: parametrisation
; obligation: small-products
; In words: a surplus of at most k/(15 M) times the other adjoint, at most 32 M/31, is at most 11
; k/155
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const k Real)
(declare-const t Real)
(declare-const y Real)
(assert (> M 0.0))
(assert (> k 0.0))
(assert (> t 0.0))
(assert (>= y 0.0))
(assert (<= (* 15.0 M y) k))
(assert (<= (* 31.0 t) (* 32.0 M)))
(assert (not (<= (* 155.0 t y) (* 11.0 k))))
(check-sat)
