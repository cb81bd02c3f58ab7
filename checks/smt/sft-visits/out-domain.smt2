; claim: sft-visits
; obligation: out-domain
; In words: surplus crossings out: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (not (and (> 1.0 0.0) (> (* L P) (* 0.0 (* (+ 1.0 L) (+ 1.0 L)))))))
(check-sat)
