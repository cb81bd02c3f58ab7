; claim: golden-words
; obligation: paths-domain
; In words: diamonds passed by golden paths: what is declared positive is so at the start, and stays
; so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const G Real)
(declare-const L Real)
(declare-const N Real)
(assert (> G 0.0))
(assert (> L 0.0))
(assert (> N 0.0))
(assert (>= L 1.0))
(assert (not (and (> 1.0 0.0) (> 1.0 0.0) (> (* L N) 0.0) (> (* G (* (+ 1.0 L) (+ 1.0 L))) 0.0))))
(check-sat)
