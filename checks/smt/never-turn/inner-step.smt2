; claim: never-turn
; obligation: inner-step
; In words: where both rows are one, x stays 0, and R grows by 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const S Real)
(declare-const i Real)
(declare-const p Real)
(declare-const q Real)
(declare-const short Real)
(declare-const x Real)
(assert (>= R 0.0))
(assert (>= S 0.0))
(assert (>= i 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= short 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (>= short 0.0) (=> (= short 0.0) (and (= x 0.0) (= S 0.0) (= R (+ 2.0 (* 2.0 i)))))))
(assert (not (and (>= (+ 2.0 (* (- 1.0) p) (* (- 1.0) q) short) 0.0) (=> (= (+ 2.0 (* (- 1.0) p) (* (- 1.0) q) short) 0.0) (and (= (+ 1.0 (* (- 1.0) p) (* q x)) (* 0.0 p)) (= (+ 1.0 (* (- 1.0) p) (* S p) (* q x)) (* 0.0 p)) (= (+ (* 2.0 q) (* R p)) (* q (+ 4.0 (* 2.0 i)))))))))
(check-sat)
