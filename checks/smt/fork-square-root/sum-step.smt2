; claim: fork-square-root
; obligation: sum-step
; In words: if the sum of pi times the walk is (2K+1)(2 Q - sum pi), it is so with one corridor more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const Q Real)
(declare-const f Real)
(declare-const mass Real)
(declare-const partial Real)
(declare-const prior Real)
(assert (>= K 0.0))
(assert (>= Q 0.0))
(assert (> f 0.0))
(assert (>= mass 0.0))
(assert (>= partial 0.0))
(assert (>= prior 0.0))
(assert (= partial (* (+ 1.0 (* 2.0 K)) (+ (* 2.0 Q) (* (- 1.0) mass)))))
(assert (not (= (* f (+ (* f partial) (* prior (+ 2.0 (* (- 1.0) f)) (+ 1.0 (* 2.0 K))))) (* f (* (+ 1.0 (* 2.0 K)) (+ (* 2.0 prior) (* 2.0 Q f) (* (- 1.0) f mass) (* (- 1.0) f prior)))))))
(check-sat)
