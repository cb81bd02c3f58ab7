; claim: sign-cycle
; obligation: two-states-step
; In words: each of the two states leads to the other, the row that rises stays above its start, and
; the cost above T H*
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const T Real)
(declare-const W Real)
(declare-const before Real)
(declare-const cost Real)
(declare-const first_cost Real)
(declare-const next_cost Real)
(declare-const x Real)
(declare-const x_step Real)
(declare-const y Real)
(declare-const y_step Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (> first_cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))))
(assert (=> (and (= x 0.0) (>= y 0.0)) (and (= x_step 1.0) (= y_step 1.0))))
(assert (=> (and (= x 1.0) (>= y 0.0)) (and (= x_step (- 1.0)) (= y_step 1.0))))
(assert (=> (and (or (= (+ x x_step) 0.0) (= (+ x x_step) 1.0)) (>= (+ y y_step) 0.0)) (> next_cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W)))))))
(assert (and (or (= x 0.0) (= x 1.0)) (= (+ before x) 1.0) (>= y 0.0) (> cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W)))))))
(assert (not (and (or (= (+ x x_step) 0.0) (= (+ x x_step) 1.0)) (= (+ (* 2.0 x) x_step) 1.0) (>= (+ y y_step) 0.0) (> next_cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))))))
(check-sat)
