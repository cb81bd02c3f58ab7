; claim: rlvr-optimal
; obligation: all-ones-step
; In words: if the sum of surpluses is zero exactly where the shortfall is, then so with one more
; vertex
; expected answer: unsat
(set-logic QF_NRA)
(declare-const T Real)
(declare-const p Real)
(declare-const q Real)
(declare-const short Real)
(declare-const x_v Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (and (>= x_v 0.0) (>= T 0.0) (>= short 0.0) (=> (= T 0.0) (= short 0.0)) (=> (= short 0.0) (and (= T 0.0) (= x_v 0.0)))))
(assert (not (and (>= (+ 1.0 (* (- 1.0) p) (* q x_v)) (* 0.0 p)) (>= (+ 1.0 (* (- 1.0) p) (* T p) (* q x_v)) (* 0.0 p)) (>= (+ 1.0 (* (- 1.0) p) short) 0.0) (=> (= (+ 1.0 (* (- 1.0) p) (* T p) (* q x_v)) (* 0.0 p)) (= (+ 1.0 (* (- 1.0) p) short) 0.0)) (=> (= (+ 1.0 (* (- 1.0) p) short) 0.0) (and (= (+ 1.0 (* (- 1.0) p) (* T p) (* q x_v)) (* 0.0 p)) (= (+ 1.0 (* (- 1.0) p) (* q x_v)) (* 0.0 p)))))))
(check-sat)
