; claim: parametrisation
; obligation: adjoints-domain
; In words: vertices, with what errors have beyond delta: what is declared positive is so at the
; start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const more Real)
(declare-const more_next Real)
(declare-const p Real)
(declare-const q Real)
(assert (> delta 0.0))
(assert (>= more 0.0))
(assert (>= more_next 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (<= (+ 1.0 (* (- 1.0) p)) (+ delta more_next)))
(assert (<= (+ 1.0 (* (- 1.0) q)) (+ delta more_next)))
(assert (not (and (>= 0.0 0.0) (>= (+ more more_next) 0.0))))
(check-sat)
