; claim: restart
; obligation: forward-helps
; In words: if p does not fall and the surplus behind the vertex does not rise, neither does that
; before it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const p_higher Real)
(declare-const q Real)
(declare-const x Real)
(declare-const x_less Real)
(assert (> p 0.0))
(assert (> p_higher 0.0))
(assert (> q 0.0))
(assert (>= x 0.0))
(assert (>= x_less 0.0))
(assert (<= p p_higher))
(assert (<= p_higher 1.0))
(assert (<= q 1.0))
(assert (<= x_less x))
(assert (not (<= (* p (+ 1.0 (* (- 1.0) p_higher) (* q x_less))) (* p_higher (+ 1.0 (* (- 1.0) p) (* q x))))))
(check-sat)
