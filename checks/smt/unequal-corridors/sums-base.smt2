; claim: unequal-corridors
; obligation: sums-base
; In words: for one target the sum of all other R is the sum of all R less its own
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M_all Real)
(declare-const R_1 Real)
(declare-const R_all Real)
(declare-const i Real)
(declare-const len Real)
(declare-const n_1 Real)
(declare-const ret Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= len n_1))
(assert (= ret R_1))
(assert (not (and (= (+ len (* (- 1.0) ret) (* R_all (+ 1.0 i))) (+ (* (- 1.0) R_1) R_all n_1)) (= (+ (* (- 1.0) len) (* 2.0 M_all (+ 1.0 i))) (+ (* 2.0 M_all) (* (- 1.0) n_1))))))
(check-sat)
