; claim: shared-rows
; obligation: no-negative-surplus
; In words: no surplus is negative if the one behind it is not
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(declare-const y Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= y 0.0))
(assert (<= p 1.0))
(assert (not (>= (+ 1.0 (* (- 1.0) p) (* q y)) (* 0.0 p))))
(check-sat)
