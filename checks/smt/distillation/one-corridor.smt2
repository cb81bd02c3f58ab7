; claim: distillation
; obligation: one-corridor
; In words: backward rows have positive weight for W = 1 too
; expected answer: sat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const weight Real)
(assert (> W 0.0))
(assert (>= weight 0.0))
(assert (<= 1.0 W))
(assert (= (* W weight) (+ (- 1.0) W)))
(assert (not (> weight 0.0)))
(check-sat)
