; claim: target-seen
; obligation: optimum
; In words: with A >= 2K+1, the cost is at least 2K+2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const K Real)
(declare-const R Real)
(declare-const error Real)
(declare-const wrong Real)
(declare-const x Real)
(assert (>= A 0.0))
(assert (>= K 0.0))
(assert (>= R 0.0))
(assert (>= error 0.0))
(assert (>= wrong 0.0))
(assert (>= x 0.0))
(assert (>= A (+ 1.0 (* 2.0 K))))
(assert (not (>= (+ 1.0 A (* R (+ (* error (+ 1.0 wrong)) (* wrong x)))) (+ 2.0 (* 2.0 K)))))
(check-sat)
