; claim: rate-audit
; obligation: block
; In words: 1 + z + z^2 <= 3 for n <= L
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const n Real)
(assert (> L 0.0))
(assert (>= n 0.0))
(assert (<= n L))
(assert (not (<= (+ (* L L) (* n n) (* L n)) (* 3.0 (* L L)))))
(check-sat)
