; claim: fork-memory
; obligation: less-than-half
; In words: for every e <= 1, going on costs more than half as much as the uniform fork
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const R Real)
(declare-const W Real)
(declare-const e Real)
(assert (> A 0.0))
(assert (> R 0.0))
(assert (> W 0.0))
(assert (> e 0.0))
(assert (<= 1.0 W))
(assert (<= e 1.0))
(assert (not (> (* e (+ (* 2.0 e) (* 2.0 A e) (* R (+ 2.0 (* (- 1.0) e)) (+ (- 1.0) W)))) (* e (+ e (* A e) (* R (+ (- 1.0) W)))))))
(check-sat)
