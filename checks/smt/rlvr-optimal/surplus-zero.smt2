; claim: rlvr-optimal
; obligation: surplus-zero
; In words: if x_v >= 0 and x_(v-1) = 0 then p_v = 1 and x_v = 0
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
(assert (not (=> (= (+ 1.0 (* (- 1.0) p) (* q x)) (* 0.0 p)) (and (= p 1.0) (= x 0.0)))))
(check-sat)
