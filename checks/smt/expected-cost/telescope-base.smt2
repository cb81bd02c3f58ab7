; claim: expected-cost
; obligation: telescope-base
; In words: at the last vertex nothing is left: all sums are 0, and x_2K = 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const left Real)
(declare-const rest Real)
(declare-const tail Real)
(declare-const x Real)
(assert (>= left 0.0))
(assert (>= rest 0.0))
(assert (>= tail 0.0))
(assert (>= x 0.0))
(assert (= rest 0.0))
(assert (= tail 0.0))
(assert (= left 0.0))
(assert (= x 0.0))
(assert (not (= rest (+ left (* 2.0 tail) (* (- 1.0) x)))))
(check-sat)
