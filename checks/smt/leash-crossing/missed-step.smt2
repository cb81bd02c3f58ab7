; claim: leash-crossing
; obligation: missed-step
; In words: if X (1 + i p) <= 1, so with (1-p) X and one sample more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const i Real)
(declare-const p Real)
(assert (>= X 0.0))
(assert (>= i 0.0))
(assert (> p 0.0))
(assert (<= p 1.0))
(assert (<= (* X (+ 1.0 (* i p))) 1.0))
(assert (not (<= (* X (+ 1.0 (* (- 1.0) p)) (+ 1.0 (* p (+ 1.0 i)))) 1.0)))
(check-sat)
