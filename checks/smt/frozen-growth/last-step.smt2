; claim: frozen-growth
; obligation: last-step
; In words: every product is at least 1, so the sum is n + the last one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Delta Real)
(declare-const S Real)
(declare-const delta Real)
(declare-const i Real)
(declare-const product Real)
(declare-const q Real)
(assert (>= Delta 0.0))
(assert (>= delta 0.0))
(assert (>= i 0.0))
(assert (> q 0.0))
(assert (<= q 1.0))
(assert (<= delta (+ 1.0 (* (- 1.0) q))))
(assert (<= (+ 1.0 (* (- 1.0) q)) Delta))
(assert (and (>= product 1.0) (>= S (+ i product))))
(assert (not (and (>= product (* 1.0 q)) (>= (* q (+ product (* S q))) (* q (+ product q (* i q)))))))
(check-sat)
