; claim: distillation
; obligation: surplus-base
; In words: at the end, x = 0 is at most 0 delta/(1 - 0 delta)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const n Real)
(declare-const x Real)
(assert (> delta 0.0))
(assert (>= n 0.0))
(assert (>= x 0.0))
(assert (= x 0.0))
(assert (= n 0.0))
(assert (not (<= (* x (+ 1.0 (* (- 1.0) delta n))) (* delta n))))
(check-sat)
