; claim: never-turn
; obligation: level-bound
; In words: if T >= 2 l C and U C >= B^2, then U T >= 2 l B^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const B Real)
(declare-const C Real)
(declare-const U Real)
(declare-const V Real)
(declare-const W Real)
(declare-const l Real)
(assert (> W 0.0))
(assert (> l 0.0))
(assert (>= U 0.0))
(assert (>= (* C U) (* B B)))
(assert (>= (+ (* 2.0 V) W) (* 2.0 C l)))
(assert (not (>= (* U (+ (* 2.0 V) W)) (* 2.0 (* B B) l))))
(check-sat)
