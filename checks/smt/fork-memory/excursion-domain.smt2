; claim: fork-memory
; obligation: excursion-domain
; In words: vertices of a wrong corridor from the leaf: what is declared positive is so at the start,
; and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const before Real)
(declare-const out Real)
(declare-const p Real)
(declare-const q Real)
(assert (>= R 0.0))
(assert (> before 0.0))
(assert (> out 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= out (+ R q (* out (+ 1.0 (* (- 1.0) q))))))
(assert (= before (+ 2.0 (* (- 1.0) p) (* out p))))
(assert (not (and (>= 2.0 0.0) (>= before 0.0))))
(check-sat)
