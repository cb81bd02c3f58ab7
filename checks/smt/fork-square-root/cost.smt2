; claim: fork-square-root
; obligation: cost
; In words: where the prior sums to one, with the first step the cost is 1 + (2K+1) + 2(2K+1)(Q - 1)
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
(assert (= partial (* (+ 1.0 (* 2.0 K)) (+ (* 2.0 Q) (* (- 1.0) mass)))))
(assert (= mass 1.0))
(assert (not (= (+ 1.0 partial) (+ 2.0 (* 2.0 K) (* 2.0 (+ 1.0 (* 2.0 K)) (+ (- 1.0) Q))))))
(check-sat)
