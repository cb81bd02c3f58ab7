; claim: trajectory-entropy
; obligation: sft-back-domain
; In words: surplus crossings back at SFT's limit: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (not (and (> 1.0 0.0) (> (* P (* (+ 1.0 L) (+ 1.0 L))) (* 0.0 L)))))
(check-sat)
