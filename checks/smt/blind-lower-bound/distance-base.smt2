; claim: blind-lower-bound
; obligation: distance-base
; In words: after 0 moves phi has fallen by at most 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const side Real)
(declare-const start Real)
(declare-const steps Real)
(declare-const x Real)
(assert (>= K 0.0))
(assert (>= start 0.0))
(assert (>= steps 0.0))
(assert (>= x 0.0))
(assert (= steps 0.0))
(assert (= (* side side) 1.0))
(assert (= start (+ 1.0 (* 2.0 K) (* (- 1.0) side x))))
(assert (not (>= steps (+ (- 1.0) (* (- 2.0) K) start (* side x)))))
(check-sat)
