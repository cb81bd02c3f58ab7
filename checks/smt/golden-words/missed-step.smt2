; claim: golden-words
; obligation: missed-step
; In words: if M samples miss it with a larger probability at base, so do M + 1
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
(assert (>= i 1.0))
(assert (and (>= X 0.0) (> X_base X)))
(assert (not (and (>= (* X miss) 0.0) (> (* X_base miss_base) (* X miss)))))
(check-sat)
