; claim: rate-audit
; obligation: lower-step
; In words: if (1+1/L)^n >= 1 + n/L then (1+1/L)^(n+1) >= 1 + (n+1)/L
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const n Real)
(declare-const power Real)
(assert (> L 0.0))
(assert (>= n 0.0))
(assert (>= power 0.0))
(assert (>= (* L power) (+ L n)))
(assert (not (>= (* L (* power (+ 1.0 L))) (* L (+ 1.0 L n)))))
(check-sat)
