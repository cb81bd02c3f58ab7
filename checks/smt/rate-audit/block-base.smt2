; claim: rate-audit
; obligation: block-base
; In words: 1 <= 1 + 0 + 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const n Real)
(declare-const power Real)
(assert (> L 0.0))
(assert (>= n 0.0))
(assert (>= power 0.0))
(assert (= power 1.0))
(assert (= n 0.0))
(assert (not (<= (* (* L L) power) (+ (* L L) (* n n) (* L n)))))
(check-sat)
