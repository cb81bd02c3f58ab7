; claim: fork-majorisation
; obligation: rest-domain
; In words: the other corridors, one after the other: what is declared positive is so at the start,
; and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const D Real)
(declare-const t Real)
(declare-const y Real)
(assert (>= C 0.0))
(assert (>= D 0.0))
(assert (>= y 0.0))
(assert (<= y t))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= (+ C y) 0.0) (>= (+ D (* y y)) 0.0))))
(check-sat)
