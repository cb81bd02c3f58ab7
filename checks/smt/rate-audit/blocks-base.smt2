; claim: rate-audit
; obligation: blocks-base
; In words: without factors, 1 <= 3^0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const bound Real)
(declare-const product Real)
(assert (>= bound 0.0))
(assert (>= product 0.0))
(assert (= product 1.0))
(assert (= bound 1.0))
(assert (not (<= product bound)))
(check-sat)
