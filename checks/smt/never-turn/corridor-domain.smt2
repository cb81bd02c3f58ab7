; claim: never-turn
; obligation: corridor-domain
; In words: vertices of a corridor from the leaf: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const S Real)
(declare-const p Real)
(declare-const q Real)
(declare-const short Real)
(declare-const x Real)
(assert (>= R 0.0))
(assert (>= S 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= short 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= 2.0 0.0) (>= 0.0 0.0) (>= (+ 1.0 (* (- 1.0) p) (* q x)) (* 0.0 p)) (>= (+ 1.0 (* (- 1.0) p) (* S p) (* q x)) (* 0.0 p)) (>= (+ (* 2.0 q) (* R p)) (* 0.0 q)) (>= (+ 2.0 (* (- 1.0) p) (* (- 1.0) q) short) 0.0))))
(check-sat)
