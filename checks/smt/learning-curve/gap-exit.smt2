; claim: learning-curve
; obligation: gap-exit
; In words: an exit row of logit gap D, e^D = E, has 1/x = 1 + L/E, also after a step: E F for E
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const F Real)
(declare-const L Real)
(assert (> E 0.0))
(assert (> F 0.0))
(assert (> L 0.0))
(assert (not (and (= (* E (+ E L)) (* E (+ E L))) (= (* (* E F) (+ L (* E F))) (* (* E F) (+ L (* E F)))))))
(check-sat)
