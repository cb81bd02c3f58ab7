; claim: global-convergence
; obligation: behind-u
; In words: (ii) at u, where p is one, s_(u-1) = (s_u - 1)/q_u
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const s Real)
(assert (> p 0.0))
(assert (> s 0.0))
(assert (= p 1.0))
(assert (not (= (* p s) s)))
(check-sat)
