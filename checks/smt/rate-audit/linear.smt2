; claim: rate-audit
; obligation: linear
; In words: if the ratio is at most C then K <= (C-1) L/2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const K Real)
(declare-const L Real)
(declare-const power Real)
(assert (>= C 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (>= power 0.0))
(assert (>= (* L power) (+ (* 2.0 K) L)))
(assert (<= power C))
(assert (not (<= (* 2.0 K) (* L (+ (- 1.0) C)))))
(check-sat)
