; claim: unequal-corridors
; obligation: sums-step
; In words: if over n targets it is n times the sum of all R less their own, so it is over n+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M_all Real)
(declare-const R_all Real)
(declare-const R_i Real)
(declare-const i Real)
(declare-const len Real)
(declare-const n_i Real)
(declare-const ret Real)
(assert (>= R_i 0.0))
(assert (>= i 0.0))
(assert (>= n_i 0.0))
(assert (>= n_i 3.0))
(assert (not (and (= (+ R_all (* (- 1.0) R_i) len n_i (* (- 1.0) ret) (* R_all (+ 1.0 i))) (+ (* (- 1.0) R_i) len n_i (* (- 1.0) ret) (* R_all (+ 2.0 i)))) (= (+ (* 2.0 M_all) (* (- 1.0) len) (* (- 1.0) n_i) (* 2.0 M_all (+ 1.0 i))) (+ (* (- 1.0) len) (* (- 1.0) n_i) (* 2.0 M_all (+ 2.0 i)))))))
(check-sat)
