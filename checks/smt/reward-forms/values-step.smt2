; claim: reward-forms
; obligation: values-step
; In words: if alpha and beta are V before a vertex, they are V behind it, and passing gains nothing
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V_fork Real)
(declare-const alpha_next Real)
(declare-const beta_next Real)
(declare-const p Real)
(declare-const q Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= V_fork (+ (* V_fork (+ 1.0 (* (- 1.0) p))) (* alpha_next p))))
(assert (= beta_next (+ (* V_fork q) (* alpha_next (+ 1.0 (* (- 1.0) q))))))
(assert (not (and (= alpha_next V_fork) (= beta_next V_fork) (= (+ (* (- 1.0) V_fork) alpha_next) 0.0) (= (+ V_fork (* (- 1.0) alpha_next)) 0.0))))
(check-sat)
