; claim: reward-forms
; obligation: adjoint-base
; In words: s Q = 2 at the leaf
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const i Real)
(declare-const s Real)
(assert (> Q 0.0))
(assert (>= i 0.0))
(assert (> s 0.0))
(assert (= i 0.0))
(assert (= s 2.0))
(assert (= Q 1.0))
(assert (not (>= (* Q s) 2.0)))
(check-sat)
