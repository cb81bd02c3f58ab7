; claim: gradient-noise
; obligation: visits-domain
; In words: vertices on the way in at the SFT limit: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const p Real)
(declare-const q Real)
(declare-const t Real)
(declare-const visits Real)
(assert (> W 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> t 0.0))
(assert (> visits 0.0))
(assert (> W 1.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (and (> 1.0 0.0) (> (+ (- 1.0) W) 0.0) (> (* q t) 0.0) (> visits (* 0.0 q)))))
(check-sat)
