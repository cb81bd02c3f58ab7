; claim: fork-majorisation
; obligation: rest-base
; In words: over no corridors all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const D Real)
(declare-const i Real)
(declare-const t Real)
(assert (>= C 0.0))
(assert (>= D 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= C 0.0))
(assert (= D 0.0))
(assert (not (and (<= C (* i t)) (<= D (* C t)))))
(check-sat)
