; claim: support-preserved
; obligation: cross-entropy-velocity
; In words: cross-entropy moves no logit faster than the number of visits
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const taken Real)
(declare-const visits Real)
(assert (>= p 0.0))
(assert (>= taken 0.0))
(assert (>= visits 0.0))
(assert (<= taken visits))
(assert (<= p 1.0))
(assert (not (and (<= (* (- 1.0) visits) (+ taken (* (- 1.0) p visits))) (<= (+ taken (* (- 1.0) p visits)) visits))))
(check-sat)
