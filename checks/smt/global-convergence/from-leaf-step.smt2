; claim: global-convergence
; obligation: from-leaf-step
; In words: if it holds before a vertex, it holds behind it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(declare-const t_e Real)
(declare-const x_e Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (>= x_e 0.0) (>= t_e 1.0)))
(assert (not (and (>= (+ 1.0 (* (- 1.0) p) (* q x_e)) (* 0.0 p)) (>= (+ q (* p t_e)) (* 1.0 q)))))
(check-sat)
