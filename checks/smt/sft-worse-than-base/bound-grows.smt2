; claim: sft-worse-than-base
; obligation: bound-grows
; In words: (KL+K+1)(K/L+K+1) grows at most fourfold from K >= 1 to K+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (>= L 1.0))
(assert (>= K 1.0))
(assert (not (<= (* L (* (+ 2.0 K (* L (+ 1.0 K))) (+ 1.0 K (* 2.0 L) (* K L)))) (* L (* 4.0 (+ 1.0 K (* K L)) (+ K L (* K L)))))))
(check-sat)
