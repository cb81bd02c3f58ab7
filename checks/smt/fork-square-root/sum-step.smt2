; claim: fork-square-root
; obligation: sum-step
; In words: if the sum of pi times the walk is A (sum pi) + R (Q - sum pi), it is so with one corridor
; more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const Q Real)
(declare-const R Real)
(declare-const f Real)
(declare-const mass Real)
(declare-const partial Real)
(declare-const prior Real)
(assert (> A 0.0))
(assert (>= Q 0.0))
(assert (> R 0.0))
(assert (> f 0.0))
(assert (>= mass 0.0))
(assert (>= partial 0.0))
(assert (>= prior 0.0))
(assert (= partial (+ (* A mass) (* R (+ Q (* (- 1.0) mass))))))
(assert (not (= (* f (+ (* f partial) (* prior (+ (* A f) (* R (+ 1.0 (* (- 1.0) f))))))) (* f (+ (* R (+ prior (* Q f) (* (- 1.0) f mass) (* (- 1.0) f prior))) (* A f (+ mass prior)))))))
(check-sat)
