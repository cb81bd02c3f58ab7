; claim: shared-rows
; obligation: progress
; In words: an exit clock not beyond tau and an entry clock not behind it leave 1 + tau/(1+L) <= e^Y
; <= 1 + L tau
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const E Real)
(declare-const L Real)
(declare-const tau Real)
(assert (>= D 0.0))
(assert (> E 0.0))
(assert (> L 0.0))
(assert (>= tau 0.0))
(assert (<= (+ (- 1.0) E (* D L)) (* L tau)))
(assert (>= (+ D (* L (+ (- 1.0) E))) tau))
(assert (>= E 1.0))
(assert (<= D (+ (- 1.0) E)))
(assert (not (and (>= (* E (+ 1.0 L)) (+ 1.0 L tau)) (<= E (+ 1.0 (* L tau))))))
(check-sat)
