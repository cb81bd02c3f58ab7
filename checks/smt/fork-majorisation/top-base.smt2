; claim: fork-majorisation
; obligation: top-base
; In words: over no corridors all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const i Real)
(declare-const t Real)
(assert (>= A 0.0))
(assert (>= B 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= A 0.0))
(assert (= B 0.0))
(assert (not (and (>= A (* i t)) (>= B (* A t)))))
(check-sat)
