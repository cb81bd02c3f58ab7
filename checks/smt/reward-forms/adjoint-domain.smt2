; claim: reward-forms
; obligation: adjoint-domain
; In words: vertices from the leaf at the SFT limit: what is declared positive is so at the start, and
; stays so
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
(assert (not (and (> 2.0 0.0) (> 1.0 0.0) (> (+ (* 2.0 q) s) (* 0.0 q)) (> (* Q q) 0.0))))
(check-sat)
