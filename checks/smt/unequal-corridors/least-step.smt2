; claim: unequal-corridors
; obligation: least-step
; In words: n corridors have M >= 3n, and all R add up to at least that of one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_1 Real)
(declare-const R_i Real)
(declare-const i Real)
(declare-const len Real)
(declare-const n_1 Real)
(declare-const n_i Real)
(declare-const ret Real)
(assert (>= R_i 0.0))
(assert (>= i 0.0))
(assert (>= n_i 0.0))
(assert (>= n_1 3.0))
(assert (>= n_i 3.0))
(assert (and (>= len (+ 3.0 (* 3.0 i))) (>= ret R_1)))
(assert (not (and (>= (+ len n_i) (+ 6.0 (* 3.0 i))) (>= (+ R_i ret) R_1))))
(check-sat)
