; claim: unequal-corridors
; obligation: least-base
; In words: the first corridor has 2K+1 >= 3
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M_all Real)
(declare-const R_1 Real)
(declare-const R_all Real)
(declare-const i Real)
(declare-const len Real)
(declare-const n_1 Real)
(declare-const ret Real)
(declare-const sft Real)
(declare-const straight Real)
(assert (>= i 0.0))
(assert (>= n_1 3.0))
(assert (= i 0.0))
(assert (= len n_1))
(assert (= ret R_1))
(assert (= sft (+ (* (- 1.0) R_1) R_all n_1)))
(assert (= straight (+ (* 2.0 M_all) (* (- 1.0) n_1))))
(assert (not (and (>= len (+ 3.0 (* 3.0 i))) (>= ret R_1))))
(check-sat)
