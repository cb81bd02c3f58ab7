; claim: fork-majorisation
; obligation: top-step
; In words: if A >= i t and B >= t A, so with one corridor more, x >= t
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const i Real)
(declare-const t Real)
(declare-const x Real)
(assert (>= A 0.0))
(assert (>= B 0.0))
(assert (>= i 0.0))
(assert (>= x 0.0))
(assert (>= x t))
(assert (and (>= A (* i t)) (>= B (* A t))))
(assert (not (and (>= (+ A x) (* t (+ 1.0 i))) (>= (+ B (* x x)) (* t (+ A x))))))
(check-sat)
