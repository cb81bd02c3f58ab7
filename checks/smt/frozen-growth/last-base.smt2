; claim: frozen-growth
; obligation: last-base
; In words: the sum of one product is the last one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const Y Real)
(declare-const i Real)
(declare-const product Real)
(declare-const y Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= y 0.0))
(assert (= Y 0.0))
(assert (= product 1.0))
(assert (= S 1.0))
(assert (not (and (>= product 1.0) (>= S (+ i product)))))
(check-sat)
