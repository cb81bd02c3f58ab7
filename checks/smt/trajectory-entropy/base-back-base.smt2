; claim: trajectory-entropy
; obligation: base-back-base
; In words: before the first diamond all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const S Real)
(declare-const i Real)
(declare-const x Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x 0.0))
(assert (= S 0.0))
(assert (= P 1.0))
(assert (not (and (= (* L x) (* i (+ 1.0 L))) (= (* L (+ (* 2.0 S) (* 2.0 i) (* (- 1.0) x))) (* i (+ 1.0 L) (+ L i (* L i)))))))
(check-sat)
