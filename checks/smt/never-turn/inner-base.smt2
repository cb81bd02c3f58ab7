; claim: never-turn
; obligation: inner-base
; In words: without vertices R is 2
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
(assert (not (and (>= short 0.0) (=> (= short 0.0) (and (= x 0.0) (= S 0.0) (= R (+ 2.0 (* 2.0 i))))))))
(check-sat)
