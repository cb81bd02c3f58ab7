; claim: fork-majorisation
; obligation: answers-base
; In words: over no corridors nothing is gained
; expected answer: unsat
(set-logic QF_NRA)
(declare-const gain Real)
(declare-const i Real)
(declare-const pi_before Real)
(declare-const rise Real)
(assert (>= i 0.0))
(assert (>= pi_before 0.0))
(assert (= i 0.0))
(assert (= pi_before 1.0))
(assert (= gain 0.0))
(assert (= rise 0.0))
(assert (not (and (>= gain 0.0) (>= rise (* gain pi_before)))))
(check-sat)
