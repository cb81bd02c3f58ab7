; claim: rlvr-optimal
; obligation: surplus-step
; In words: if x_v >= 0 then x_(v-1) >= 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(declare-const x Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (>= (+ 1.0 (* (- 1.0) p) (* q x)) (* 0.0 p))))
(check-sat)
