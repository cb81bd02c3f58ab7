; claim: equal-gaps
; obligation: leaves-base
; In words: before the first trip nothing is gained
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const corridor Real)
(declare-const gain Real)
(declare-const i Real)
(declare-const later Real)
(declare-const left Real)
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (>= left 0.0))
(assert (>= corridor 0.0))
(assert (>= W 1.0))
(assert (= i 0.0))
(assert (= later corridor))
(assert (= left 1.0))
(assert (= gain 0.0))
(assert (not (and (>= later 0.0) (>= gain 0.0))))
(check-sat)
