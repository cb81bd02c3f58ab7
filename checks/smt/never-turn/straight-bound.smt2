; claim: never-turn
; obligation: straight-bound
; In words: if 2W sum K_w/u_w >= (W + 2M) (sum 1/u_w - W) + 2W M, then U T >= W (W + 2M)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const U Real)
(declare-const V Real)
(declare-const W Real)
(declare-const Y Real)
(assert (> W 0.0))
(assert (<= 1.0 W))
(assert (>= M 0.0))
(assert (>= U 0.0))
(assert (>= (* U Y) (* W W)))
(assert (>= (* 2.0 V W) (+ (* 2.0 M W) (* (+ (* 2.0 M) W) (+ (* (- 1.0) W) Y)))))
(assert (not (>= (* U (+ (* 2.0 V) W)) (* W (+ (* 2.0 M) W)))))
(check-sat)
