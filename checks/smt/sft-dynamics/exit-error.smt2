; claim: sft-dynamics
; obligation: exit-error
; In words: an exit row at odds E/L passes with probability odds/(1+odds); its error is the rest, less
; than at base
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const L Real)
(assert (> E 0.0))
(assert (> L 0.0))
(assert (>= E 1.0))
(assert (not (and (= (* L (+ E L)) (* L (+ E L))) (<= (* L (+ 1.0 L)) (* L (+ E L))))))
(check-sat)
