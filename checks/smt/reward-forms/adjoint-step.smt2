; claim: reward-forms
; obligation: adjoint-step
; In words: s Q >= 2 gives (2 + s/q) (Q q) >= 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const p Real)
(declare-const q Real)
(declare-const s Real)
(assert (> Q 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> s 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (>= (* Q s) 2.0))
(assert (not (>= (* Q (+ (* 2.0 q) s)) 2.0)))
(check-sat)
