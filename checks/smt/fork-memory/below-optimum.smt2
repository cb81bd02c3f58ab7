; claim: fork-memory
; obligation: below-optimum
; In words: for W >= 2 that is less than H*
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (<= 2.0 W))
(assert (not (< (+ 2.0 (* 2.0 K) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))))
(check-sat)
