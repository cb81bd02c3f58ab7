; claim: support-preserved
; obligation: normaliser-base
; In words: over no moves, sum pi g >= min g (sum pi)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const least Real)
(declare-const mass Real)
(declare-const total Real)
(assert (> least 0.0))
(assert (>= mass 0.0))
(assert (>= total 0.0))
(assert (= total 0.0))
(assert (= mass 0.0))
(assert (not (>= total (* least mass))))
(check-sat)
