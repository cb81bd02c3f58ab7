; claim: target-seen
; obligation: excursion-base
; In words: without vertices R is 2, to the leaf and back
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_found Real)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= R_found 2.0))
(assert (not (= R_found 2.0)))
(check-sat)
