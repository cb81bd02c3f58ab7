; claim: blind-lower-bound
; obligation: distance-step
; In words: if phi has fallen by at most n after n moves, it has fallen by at most n+1 after one move
; more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const side Real)
(declare-const side_next Real)
(declare-const start Real)
(declare-const steps Real)
(declare-const x Real)
(declare-const x_next Real)
(assert (>= K 0.0))
(assert (>= start 0.0))
(assert (>= steps 0.0))
(assert (>= x 0.0))
(assert (>= x_next 0.0))
(assert (>= steps (+ (- 1.0) (* (- 2.0) K) start (* side x))))
(assert (= (* side side) 1.0))
(assert (= (* side_next side_next) 1.0))
(assert (or (= x_next (+ 1.0 x)) (= x_next (+ (- 1.0) x))))
(assert (or (= side_next side) (= x 0.0) (= x_next 0.0)))
(assert (not (>= (+ 1.0 steps) (+ (- 1.0) (* (- 2.0) K) start (* side_next x_next)))))
(check-sat)
