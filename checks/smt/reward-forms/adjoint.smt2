; claim: reward-forms
; obligation: adjoint
; In words: s Q >= 1 gives (1 + s/q) (Q q) >= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const n Real)
(declare-const q Real)
(assert (> Q 0.0))
(assert (> n 0.0))
(assert (> q 0.0))
(assert (>= (* Q n) 1.0))
(assert (not (>= (* Q (+ n q)) 1.0)))
(check-sat)
