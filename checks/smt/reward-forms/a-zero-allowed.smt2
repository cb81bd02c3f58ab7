; claim: reward-forms
; obligation: a-zero-allowed
; In words: alpha is V behind a vertex that passes with probability zero, if alpha and beta are V
; before it
; expected answer: sat
(set-logic QF_NRA)
(declare-const V_fork Real)
(declare-const alpha Real)
(declare-const alpha_next Real)
(declare-const beta Real)
(declare-const beta_next Real)
(declare-const p Real)
(declare-const q Real)
(assert (>= p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= alpha V_fork))
(assert (= beta V_fork))
(assert (= alpha (+ (* alpha_next p) (* beta (+ 1.0 (* (- 1.0) p))))))
(assert (= beta_next (+ (* alpha_next (+ 1.0 (* (- 1.0) q))) (* beta q))))
(assert (not (= alpha_next V_fork)))
(check-sat)
