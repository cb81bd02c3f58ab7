; claim: unequal-corridors
; obligation: others-base
; In words: over no targets the sum of all other corridors' R is 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_sum Real)
(declare-const n Real)
(declare-const partial Real)
(declare-const sum Real)
(assert (>= R_sum 0.0))
(assert (>= n 0.0))
(assert (>= partial 0.0))
(assert (>= sum 0.0))
(assert (= sum 0.0))
(assert (= n 0.0))
(assert (= partial 0.0))
(assert (not (= sum (+ (* (- 1.0) partial) (* R_sum n)))))
(check-sat)
