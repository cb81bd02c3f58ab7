; claim: global-convergence
; obligation: turns
; In words: (ii) so stationarity of q_u excludes stationarity of p_i
; expected answer: unsat
(set-logic QF_NRA)
(declare-const c Real)
(declare-const c_later Real)
(declare-const d Real)
(declare-const d_later Real)
(declare-const x_i Real)
(declare-const y_i Real)
(assert (> c_later c))
(assert (> d_later d))
(assert (> c 0.0))
(assert (> d 0.0))
(assert (>= x_i 0.0))
(assert (>= y_i 0.0))
(assert (= (* c x_i) (* d_later (+ 1.0 y_i))))
(assert (not (not (= (* c_later (+ 1.0 x_i)) (* d y_i)))))
(check-sat)
