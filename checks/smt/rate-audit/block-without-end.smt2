; claim: rate-audit
; obligation: block-without-end
; In words: (1+1/L)^n <= 1 + z + z^2 goes from n to n+1 beyond n = L as well
; expected answer: sat
(set-logic QF_NIA)
(declare-const L Int)
(declare-const n Int)
(assert (> L 0))
(assert (>= n 0))
(assert (not (<= (* (* L L) (* (+ 1 L) (+ (* L L) (* n n) (* L n)))) (* (* L L L) (+ (* L L) (* L (+ 1 n)) (* (+ 1 n) (+ 1 n)))))))
(check-sat)
