; claim: global-convergence
; obligation: whole-depth-1-b
; In words: K = 1: where each of c, a, d, b is one or stationary, b is one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const u_a Real)
(declare-const u_b Real)
(declare-const u_c Real)
(declare-const u_d Real)
(declare-const w Real)
(assert (>= u_a 0.0))
(assert (>= u_b 0.0))
(assert (>= u_c 0.0))
(assert (>= u_d 0.0))
(assert (>= w 0.0))
(assert (or (= u_c 0.0) (= (+ 4.0 (* 4.0 u_a) (* 4.0 u_d) (* 2.0 w) (* 2.0 u_a w) (* 2.0 u_d w)) (* 0.0 (+ 1.0 u_d)))))
(assert (or (= u_a 0.0) (= (+ 8.0 (* 16.0 u_a) (* 8.0 (* u_a u_a)) (* 4.0 u_c) (* 2.0 u_d) (* (- 2.0) (* u_d u_d)) (* 4.0 w) (* 8.0 u_a u_c) (* 8.0 u_a u_d) (* 8.0 u_a w) (* 4.0 (* u_a u_a) u_c) (* 4.0 (* u_a u_a) u_d) (* 4.0 (* u_a u_a) w) (* (- 2.0) u_b u_d) (* (- 2.0) u_b (* u_d u_d)) (* 2.0 u_c w) (* (- 2.0) (* u_d u_d) w) (* 4.0 u_a u_c w) (* 4.0 u_a u_d w) (* 2.0 (* u_a u_a) u_c w) (* 2.0 (* u_a u_a) u_d w) (* (- 2.0) u_b u_d w) (* (- 2.0) u_b (* u_d u_d) w)) (* 0.0 (+ 1.0 (* 2.0 u_a) (* u_a u_a) u_d (* 2.0 u_a u_d) (* (* u_a u_a) u_d))))))
(assert (or (= u_d 0.0) (= (+ 4.0 (* (- 2.0) u_a) (* (- 4.0) (* u_a u_a)) (* 2.0 u_b) (* 8.0 u_d) (* 4.0 (* u_d u_d)) (* 4.0 w) (* (- 4.0) u_a u_c) (* 4.0 u_a u_d) (* 2.0 u_a (* u_d u_d)) (* (- 4.0) (* u_a u_a) u_c) (* (- 2.0) (* u_a u_a) w) (* 4.0 u_b u_d) (* 2.0 u_b (* u_d u_d)) (* 2.0 u_b w) (* 8.0 u_d w) (* 4.0 (* u_d u_d) w) (* (- 2.0) u_a u_c w) (* 4.0 u_a u_d w) (* 2.0 u_a (* u_d u_d) w) (* (- 2.0) (* u_a u_a) u_c w) (* 4.0 u_b u_d w) (* 2.0 u_b (* u_d u_d) w)) (* 0.0 (+ 1.0 u_a (* 2.0 u_d) (* u_d u_d) (* 2.0 u_a u_d) (* u_a (* u_d u_d)))))))
(assert (or (= u_b 0.0) (= (+ 2.0 (* 2.0 u_a) (* 2.0 u_d) (* 2.0 w) (* 2.0 u_a w) (* 2.0 u_d w)) (* 0.0 (+ 1.0 u_a)))))
(assert (not (= u_b 0.0)))
(check-sat)
