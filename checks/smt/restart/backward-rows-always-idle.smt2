; claim: restart
; obligation: backward-rows-always-idle
; In words: with the harness backward rows make no difference, before SFT has converged either
; expected answer: sat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(declare-const q_other Real)
(declare-const x Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> q_other 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (<= q_other 1.0))
(assert (not (= (* p (+ 1.0 (* (- 1.0) p) (* q x))) (* p (+ 1.0 (* (- 1.0) p) (* q_other x))))))
(check-sat)
