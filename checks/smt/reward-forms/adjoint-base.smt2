; claim: reward-forms
; obligation: adjoint-base
; In words: s Q = 1 at the leaf
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const n Real)
(assert (> Q 0.0))
(assert (> n 0.0))
(assert (>= n 1.0))
(assert (= Q 1.0))
(assert (not (>= (* Q n) 1.0)))
(check-sat)
