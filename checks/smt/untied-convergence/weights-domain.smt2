; claim: untied-convergence
; obligation: weights-domain
; In words: vertices: a stays at least 2: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const p Real)
(declare-const q Real)
(assert (> P 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (and (> 1.0 0.0) (> (* P p) (* 0.0 q)))))
(check-sat)
