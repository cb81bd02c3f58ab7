; claim: blind-lower-bound
; obligation: walk-step
; In words: if the walk is at least as far in time from its last new leaf as in moves, and the times
; of the first k leaves have their bounds, so it is after one move more, which may reach a new leaf
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const i Real)
(declare-const last Real)
(declare-const new Real)
(declare-const side Real)
(declare-const side_next Real)
(declare-const times Real)
(declare-const visits Real)
(declare-const x Real)
(declare-const x_next Real)
(assert (>= K 0.0))
(assert (>= i 0.0))
(assert (>= x 0.0))
(assert (>= x_next 0.0))
(assert (or (= x_next (+ 1.0 x)) (= x_next (+ (- 1.0) x))))
(assert (or (= side_next side) (= x 0.0) (= x_next 0.0)))
(assert (= (* side_next side_next) 1.0))
(assert (or (= new 0.0) (and (= new 1.0) (and (= x_next (+ 1.0 (* 2.0 K))) (= side_next (- 1.0))))))
(assert (and (= (* side side) 1.0) (>= visits 0.0) (>= i (+ 1.0 (* 2.0 K) last (* (- 1.0) side x))) (>= last (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 visits))))) (>= times (* visits (+ 1.0 (* visits (+ 1.0 (* 2.0 K))))))))
(assert (not (and (= (* (+ (* 2.0 new) side_next) (+ (* 2.0 new) side_next)) 1.0) (>= (+ new visits) 0.0) (>= (+ 1.0 i) (+ 1.0 (* 2.0 K) last (* new (+ 1.0 i (* (- 1.0) last))) (* (- 1.0) x_next (+ (* 2.0 new) side_next)))) (>= (+ last (* new (+ 1.0 i (* (- 1.0) last)))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 new) (* 2.0 visits))))) (>= (+ times (* new (+ 1.0 i))) (+ new visits (* (+ 1.0 (* 2.0 K)) (* (+ new visits) (+ new visits))))))))
(check-sat)
