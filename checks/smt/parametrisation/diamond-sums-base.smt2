; claim: parametrisation
; obligation: diamond-sums-base
; In words: both sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const W Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (and (= (* 4.0 i) 0.0) (= (* 2.0 L W i) 0.0))))
(check-sat)
