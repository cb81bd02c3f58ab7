; claim: blind-lower-bound
; obligation: walk-base
; In words: at the source the bounds hold for no leaf
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const i Real)
(declare-const last Real)
(declare-const side Real)
(declare-const times Real)
(declare-const visits Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (>= i 0.0))
(assert (>= x 0.0))
(assert (= i 0.0))
(assert (= x 1.0))
(assert (= side 1.0))
(assert (= visits 0.0))
(assert (= last (* (- 2.0) K)))
(assert (= times 0.0))
(assert (not (and (= (* side side) 1.0) (>= visits 0.0) (>= i (+ 1.0 (* 2.0 K) last (* (- 1.0) side x))) (>= last (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 visits))))) (>= times (* visits (+ 1.0 (* visits (+ 1.0 (* 2.0 K)))))))))
(check-sat)
