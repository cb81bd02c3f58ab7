; claim: global-convergence
; obligation: ones-inward-base
; In words: it holds at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const t_0 Real)
(declare-const x_0 Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (and (= x_0 x_0) (= (+ i t_0) t_0))))
(check-sat)
