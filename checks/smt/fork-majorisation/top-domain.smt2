; claim: fork-majorisation
; obligation: top-domain
; In words: the likeliest corridors, one after the other: what is declared positive is so at the
; start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const t Real)
(declare-const x Real)
(assert (>= A 0.0))
(assert (>= B 0.0))
(assert (>= x 0.0))
(assert (>= x t))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= (+ A x) 0.0) (>= (+ B (* x x)) 0.0))))
(check-sat)
