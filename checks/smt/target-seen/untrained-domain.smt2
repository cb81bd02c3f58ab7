; claim: target-seen
; obligation: untrained-domain
; In words: diamonds with all rows at base: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const R Real)
(assert (> L 0.0))
(assert (>= R 0.0))
(assert (not (and (>= 2.0 0.0) (>= (+ 2.0 (* 2.0 L) R) 0.0))))
(check-sat)
