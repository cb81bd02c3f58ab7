; claim: global-convergence
; obligation: from-fork-step
; In words: if it holds before a vertex, it holds behind it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(declare-const s_e Real)
(declare-const y_e Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (>= y_e 0.0) (>= s_e 1.0)))
(assert (not (and (>= (+ 1.0 (* (- 1.0) q) (* p y_e)) (* 0.0 q)) (>= (+ p (* q s_e)) (* 1.0 p)))))
(check-sat)
