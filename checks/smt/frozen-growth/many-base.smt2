; claim: frozen-growth
; obligation: many-base
; In words: before the first vertex both are one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const delta Real)
(declare-const n Real)
(declare-const product Real)
(assert (>= S 0.0))
(assert (>= delta 0.0))
(assert (>= n 0.0))
(assert (> product 0.0))
(assert (= n 0.0))
(assert (= product 1.0))
(assert (= S 1.0))
(assert (not (and (>= product (+ 1.0 (* delta n))) (>= (* 2.0 S) (* (+ 1.0 n) (+ 2.0 (* delta n)))))))
(check-sat)
