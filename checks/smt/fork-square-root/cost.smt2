; claim: fork-square-root
; obligation: cost
; In words: where the prior sums to one, with the first step the cost is 1 + A + R (Q - 1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const Q Real)
(declare-const R Real)
(declare-const mass Real)
(declare-const partial Real)
(assert (> A 0.0))
(assert (>= Q 0.0))
(assert (> R 0.0))
(assert (>= mass 0.0))
(assert (>= partial 0.0))
(assert (= partial (+ (* A mass) (* R (+ Q (* (- 1.0) mass))))))
(assert (= mass 1.0))
(assert (not (= (+ 1.0 partial) (+ 1.0 A (* R (+ (- 1.0) Q))))))
(check-sat)
