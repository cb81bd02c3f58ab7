; claim: sign-cycle
; obligation: theorem
; In words: sign steps of finite size need not converge: at W = 15, K = 60, L = 5, steps of about 0.01
; from base end in a cycle of two states, except for rows that keep rising to one, and then always
; cost more than 200 times H*
; Scope: W = 15, K = 60, L = 5, F = 101/100, T = 200 or W = 2, K = 50, L = 3, F = 101/100, T = 100 or
; W = 2, K = 3, L = 1, F = 2, T = 5, a row that goes back and forth with one that rises, every number
; of later steps n >= 0
; Where x is x, before is before, y is y, cost is cost after n steps of sign steps after the run has
; settled: from x = 0, before = 1, y = 0, cost = first_cost to x = x + x_step, before = x, y = y +
; y_step, cost = next_cost, for any x_step, y_step, next_cost with (=> (and (= x 0) (>= y 0)) (and (=
; x_step 1) (= y_step 1))) and (=> (and (= x 1) (>= y 0)) (and (= x_step (- 1)) (= y_step 1))) and (=>
; (and (or (= (+ x x_step) 0) (= (+ x x_step) 1)) (>= (+ y y_step) 0)) (> next_cost (* T (+ 1 (* W (+
; 1 (* 2 K))) (* (+ 1 (* 2 K)) (+ (- 1) W))))))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const K Real)
(declare-const L Real)
(declare-const T Real)
(declare-const W Real)
(declare-const before Real)
(declare-const cost Real)
(declare-const first_cost Real)
(declare-const n Real)
(declare-const x Real)
(declare-const y Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= n 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (or (and (= W 15.0) (= K 60.0) (= L 5.0) (= (* 100.0 F) 101.0) (= T 200.0)) (and (= W 2.0) (= K 50.0) (= L 3.0) (= (* 100.0 F) 101.0) (= T 100.0)) (and (= W 2.0) (= K 3.0) (= L 1.0) (= F 2.0) (= T 5.0))))
(assert (=> (and (>= n 0.0) (> first_cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W)))))) (and (or (= x 0.0) (= x 1.0)) (= (+ before x) 1.0) (>= y 0.0) (> cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))))))
(assert (not (=> (> first_cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))) (and (or (= x 0.0) (= x 1.0)) (= (+ before x) 1.0) (>= y 0.0) (> cost (* T (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W)))))))))
(check-sat)
