; claim: blind-lower-bound
; obligation: average
; In words: a deterministic blind agent's cost, the mean of its W visits, is at least 1 + W(2K+1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const cost Real)
(declare-const total Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= cost 0.0))
(assert (>= total 0.0))
(assert (<= 1.0 W))
(assert (= (* W cost) total))
(assert (>= total (* W (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))))
(assert (not (>= cost (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))))
(check-sat)
