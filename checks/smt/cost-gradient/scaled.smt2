; claim: cost-gradient
; obligation: scaled
; In words: if g below = a, then factor g below = factor a
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const below Real)
(declare-const factor Real)
(declare-const g Real)
(assert (= (* below g) a))
(assert (not (= (* below factor g) (* a factor))))
(check-sat)
