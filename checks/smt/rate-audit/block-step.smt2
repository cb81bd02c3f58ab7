; claim: rate-audit
; obligation: block-step
; In words: if n < L and (1+1/L)^n <= 1 + z + z^2 at z = n/L, it is so at n+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const n Real)
(declare-const power Real)
(assert (> L 0.0))
(assert (>= n 0.0))
(assert (>= power 0.0))
(assert (<= (* (* L L) power) (+ (* L L) (* n n) (* L n))))
(assert (<= (+ 1.0 n) L))
(assert (not (<= (* (* L L) (* power (+ 1.0 L))) (* L (+ (* L L) (* L (+ 1.0 n)) (* (+ 1.0 n) (+ 1.0 n)))))))
(check-sat)
