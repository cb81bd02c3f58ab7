; claim: never-turn
; obligation: corridor-base
; In words: without vertices R is 2, and nothing is crossed more than once
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const S Real)
(declare-const i Real)
(declare-const short Real)
(declare-const x Real)
(assert (>= R 0.0))
(assert (>= S 0.0))
(assert (>= i 0.0))
(assert (>= short 0.0))
(assert (>= x 0.0))
(assert (= i 0.0))
(assert (= x 0.0))
(assert (= S 0.0))
(assert (= R 2.0))
(assert (= short 0.0))
(assert (not (and (>= (* R (+ 1.0 x)) (+ 2.0 (* 2.0 i) (* 2.0 x))) (>= S x))))
(check-sat)
