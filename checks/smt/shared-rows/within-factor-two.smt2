; claim: shared-rows
; obligation: within-factor-two
; In words: where no error exceeds delta = L/(L+F) and F >= 6KL, the bound of `distillation` is at
; most H*
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const cost Real)
(declare-const delta Real)
(assert (> F 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (> delta 0.0))
(assert (<= 1.0 W))
(assert (<= 1.0 K))
(assert (<= 1.0 L))
(assert (>= F (* 6.0 K L)))
(assert (= (* delta (+ F L)) L))
(assert (<= (* (+ 1.0 (* (- 2.0) K delta)) (+ (- 1.0) cost (* (- 1.0) (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (* 4.0 K delta (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))
(assert (not (<= cost (+ 2.0 (* 2.0 (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))))
(check-sat)
