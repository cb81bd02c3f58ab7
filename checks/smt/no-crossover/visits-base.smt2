; claim: no-crossover
; obligation: visits-base
; In words: without a leaf visit no walk succeeds
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const i Real)
(declare-const left Real)
(declare-const straight Real)
(declare-const success Real)
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (>= left 0.0))
(assert (>= straight 0.0))
(assert (>= success 0.0))
(assert (>= W 1.0))
(assert (= i 0.0))
(assert (= success 0.0))
(assert (= straight 0.0))
(assert (= left 1.0))
(assert (not (and (<= success (+ 1.0 (* (- 1.0) left))) (= straight (+ 1.0 (* (- 1.0) left))))))
(check-sat)
