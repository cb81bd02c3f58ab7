; claim: support-preserved
; obligation: normaliser-step
; In words: if sum pi g >= min g (sum pi) over some moves, it is so with one more: over a row, Z >=
; min g > 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const g Real)
(declare-const least Real)
(declare-const mass Real)
(declare-const p Real)
(declare-const total Real)
(assert (> g 0.0))
(assert (> least 0.0))
(assert (>= mass 0.0))
(assert (>= p 0.0))
(assert (>= total 0.0))
(assert (>= total (* least mass)))
(assert (>= g least))
(assert (not (and (>= (+ total (* g p)) (* least (+ mass p))) (=> (= (+ mass p) 1.0) (> (+ total (* g p)) 0.0)))))
(check-sat)
