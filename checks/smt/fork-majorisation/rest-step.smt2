; claim: fork-majorisation
; obligation: rest-step
; In words: if C <= i t and D <= t C, so with one corridor more, y <= t
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const D Real)
(declare-const i Real)
(declare-const t Real)
(declare-const y Real)
(assert (>= C 0.0))
(assert (>= D 0.0))
(assert (>= i 0.0))
(assert (>= y 0.0))
(assert (<= y t))
(assert (and (<= C (* i t)) (<= D (* C t))))
(assert (not (and (<= (+ C y) (* t (+ 1.0 i))) (<= (+ D (* y y)) (* t (+ C y))))))
(check-sat)
