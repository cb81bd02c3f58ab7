; claim: global-convergence
; obligation: ones-outward-step
; In words: if it holds before a vertex, it holds behind it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const s_0 Real)
(declare-const y_0 Real)
(assert (>= i 0.0))
(assert (not (and (= y_0 y_0) (= (+ 1.0 i s_0) (+ 1.0 i s_0)))))
(check-sat)
