; claim: golden-words
; obligation: missed-base
; In words: one sample misses a path with a larger probability at base
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const X_base Real)
(declare-const i Real)
(declare-const miss Real)
(declare-const miss_base Real)
(assert (>= i 0.0))
(assert (>= miss 0.0))
(assert (> miss_base miss))
(assert (= i 1.0))
(assert (= X miss))
(assert (= X_base miss_base))
(assert (not (and (>= X 0.0) (> X_base X))))
(check-sat)
