; claim: trajectory-entropy
; obligation: sft-back-base
; In words: before the first diamond all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (not (and (= (+ (- 1.0) P) 0.0) (= (+ (* L (+ (- 1.0) P)) (* (- 1.0) i (+ 1.0 L (* L L)))) (* 0.0 (+ 1.0 L (* L L)))) (= (+ (* (- 2.0) i (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) P))) (* 0.0 (+ 1.0 L (* L L)))))))
(check-sat)
