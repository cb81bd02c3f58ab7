; claim: frozen-growth
; obligation: few-base
; In words: before the first vertex both are one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Delta Real)
(declare-const S Real)
(declare-const Y Real)
(declare-const i Real)
(declare-const product Real)
(declare-const y Real)
(assert (>= Delta 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= y 0.0))
(assert (= Y 0.0))
(assert (= product 1.0))
(assert (= S 1.0))
(assert (not (=> (<= (* 2.0 (* Delta i)) 1.0) (and (>= product 0.0) (<= (* product (+ 1.0 (* (- 1.0) Delta i))) 1.0) (<= S (+ 2.0 (* 2.0 i)))))))
(check-sat)
