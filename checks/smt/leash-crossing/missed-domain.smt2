; claim: leash-crossing
; obligation: missed-domain
; In words: samples that all miss: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const p Real)
(assert (>= X 0.0))
(assert (> p 0.0))
(assert (<= p 1.0))
(assert (not (and (>= 1.0 0.0) (>= (* X (+ 1.0 (* (- 1.0) p))) 0.0))))
(check-sat)
