; claim: fork-square-root
; obligation: sum-base
; In words: over no corridors, the sum of pi times the walk is (2K+1)(2 Q - sum pi)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const Q Real)
(declare-const mass Real)
(declare-const partial Real)
(assert (>= K 0.0))
(assert (>= Q 0.0))
(assert (>= mass 0.0))
(assert (>= partial 0.0))
(assert (= partial 0.0))
(assert (= Q 0.0))
(assert (= mass 0.0))
(assert (not (= partial (* (+ 1.0 (* 2.0 K)) (+ (* 2.0 Q) (* (- 1.0) mass))))))
(check-sat)
