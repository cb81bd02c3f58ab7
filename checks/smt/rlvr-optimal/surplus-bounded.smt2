; claim: rlvr-optimal
; obligation: surplus-bounded
; In words: surplus crossings are at most one
; expected answer: sat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(declare-const x Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (<= x 1.0))
(assert (not (<= (+ 1.0 (* (- 1.0) p) (* q x)) (* 1.0 p))))
(check-sat)
