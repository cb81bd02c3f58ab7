; claim: frozen-growth
; obligation: many-base
; In words: before the first vertex both are one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const Y Real)
(declare-const delta Real)
(declare-const i Real)
(declare-const product Real)
(declare-const y Real)
(assert (>= delta 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= y 0.0))
(assert (= Y 0.0))
(assert (= product 1.0))
(assert (= S 1.0))
(assert (not (and (>= product (+ 1.0 (* delta i))) (>= (* 2.0 S) (* (+ 1.0 i) (+ 2.0 (* delta i)))))))
(check-sat)
