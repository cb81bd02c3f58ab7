; claim: shared-rows
; obligation: way-back-domain
; In words: surplus crossings of the way back: what is declared positive is so at the start, and stays
; so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const L Real)
(declare-const P Real)
(declare-const a Real)
(declare-const c Real)
(assert (> F 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> a 0.0))
(assert (> c 0.0))
(assert (<= 1.0 L))
(assert (>= F 1.0))
(assert (>= (* a (+ 1.0 L)) 1.0))
(assert (<= a 1.0))
(assert (>= (* c (+ 1.0 L)) L))
(assert (<= c 1.0))
(assert (not (and (> 1.0 0.0) (> (* F P) 0.0))))
(check-sat)
