; claim: rate-audit
; obligation: few-blocks
; In words: if 2K = m L + z and K <= c L, then m <= 2c
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const c Real)
(declare-const m Real)
(declare-const z Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (>= m 0.0))
(assert (>= z 0.0))
(assert (= (* 2.0 K) (+ z (* L m))))
(assert (<= K (* L c)))
(assert (not (<= m (* 2.0 c))))
(check-sat)
