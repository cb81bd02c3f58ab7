; claim: never-turn
; obligation: turning-pays
; In words: straight rows but for the first in one corridor of 2W K_w > W + 2M, where a (2u - 1) = 2
; K_w (W-1) with a = W + 2 (M - K_w): the cost is less than that of never turning
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K_w Real)
(declare-const M Real)
(declare-const W Real)
(declare-const entered Real)
(declare-const u Real)
(assert (> K_w 0.0))
(assert (> W 0.0))
(assert (> entered 0.0))
(assert (> u 0.0))
(assert (<= 1.0 W))
(assert (>= M K_w))
(assert (> (* 2.0 K_w W) (+ (* 2.0 M) W)))
(assert (= (* (+ (- 1.0) (* 2.0 u)) (+ (* (- 2.0) K_w) (* 2.0 M) W)) (* 2.0 K_w (+ (- 1.0) W))))
(assert (= (* entered u) K_w))
(assert (not (< (+ (* (- 2.0) M) (* (- 1.0) W) (* 2.0 (+ (- 1.0) W u) (+ (* (- 2.0) K_w) (* 2.0 M) W (* 2.0 entered)))) (* (+ (* 2.0 M) W) (+ (- 1.0) (* 2.0 W))))))
(check-sat)
