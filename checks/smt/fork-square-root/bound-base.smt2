; claim: fork-square-root
; obligation: bound-base
; In words: over no corridors, 0 <= 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const Q Real)
(declare-const a Real)
(assert (>= F 0.0))
(assert (>= Q 0.0))
(assert (>= a 0.0))
(assert (= a 0.0))
(assert (= Q 0.0))
(assert (= F 0.0))
(assert (not (<= (* a a) (* F Q))))
(check-sat)
