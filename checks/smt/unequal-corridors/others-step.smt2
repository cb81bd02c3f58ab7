; claim: unequal-corridors
; obligation: others-step
; In words: if over n targets it is n times the sum of all R less their own, so it is over n+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const R_sum Real)
(declare-const n Real)
(declare-const partial Real)
(declare-const sum Real)
(assert (>= R 0.0))
(assert (>= R_sum 0.0))
(assert (>= n 0.0))
(assert (>= partial 0.0))
(assert (>= sum 0.0))
(assert (= sum (+ (* (- 1.0) partial) (* R_sum n))))
(assert (not (= (+ (* (- 1.0) R) R_sum sum) (+ (* (- 1.0) R) (* (- 1.0) partial) (* R_sum (+ 1.0 n))))))
(check-sat)
