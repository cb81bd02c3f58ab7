; claim: learning-curve
; obligation: gap-entry
; In words: an entry row of logit gap D, e^D = E, has 1/y = 1 + 1/(L E), also after a step: E F for E
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const F Real)
(declare-const L Real)
(assert (> E 0.0))
(assert (> F 0.0))
(assert (> L 0.0))
(assert (not (and (= (* (* E L) (+ 1.0 (* E L))) (* (* E L) (+ 1.0 (* E L)))) (= (* (* E F L) (+ 1.0 (* E F L))) (* (* E F L) (+ 1.0 (* E F L)))))))
(check-sat)
