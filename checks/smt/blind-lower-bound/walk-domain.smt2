; claim: blind-lower-bound
; obligation: walk-domain
; In words: moves of a walk, with the number of new leaves, the time of the last and the sum of their
; times: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const new Real)
(declare-const side Real)
(declare-const side_next Real)
(declare-const x Real)
(declare-const x_next Real)
(assert (>= K 0.0))
(assert (>= x 0.0))
(assert (>= x_next 0.0))
(assert (or (= x_next (+ 1.0 x)) (= x_next (+ (- 1.0) x))))
(assert (or (= side_next side) (= x 0.0) (= x_next 0.0)))
(assert (= (* side_next side_next) 1.0))
(assert (or (= new 0.0) (and (= new 1.0) (and (= x_next (+ 1.0 (* 2.0 K))) (= side_next (- 1.0))))))
(assert (not (and (>= 1.0 0.0) (>= x_next 0.0))))
(check-sat)
