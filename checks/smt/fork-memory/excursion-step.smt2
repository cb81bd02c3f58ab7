; claim: fork-memory
; obligation: excursion-step
; In words: from R behind a vertex, that before it is R' = 2 + (p/q) R: 1, and with probability p
; tries behind until the vertex lets back, and 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_found Real)
(declare-const before Real)
(declare-const out Real)
(declare-const p Real)
(declare-const q Real)
(assert (> before 0.0))
(assert (> out 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= out (+ R_found q (* out (+ 1.0 (* (- 1.0) q))))))
(assert (= before (+ 2.0 (* (- 1.0) p) (* out p))))
(assert (not (= (* before q) (+ (* 2.0 q) (* R_found p)))))
(check-sat)
