; claim: frozen-growth
; obligation: many-cost
; In words: for W >= 2, after 2K rows, this makes H at least (1 + K delta/2) H*
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const S Real)
(declare-const W Real)
(declare-const delta Real)
(declare-const product Real)
(assert (>= K 0.0))
(assert (>= S 0.0))
(assert (> W 0.0))
(assert (>= delta 0.0))
(assert (> product 0.0))
(assert (<= 2.0 W))
(assert (>= product (+ 1.0 (* 2.0 K delta))))
(assert (>= S (* (+ 1.0 (* 2.0 K)) (+ 1.0 (* K delta)))))
(assert (not (>= (* 2.0 (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 2.0) K) (* 2.0 S))))) (* (+ 2.0 (* K delta)) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))))))
(check-sat)
