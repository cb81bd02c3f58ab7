; claim: never-turn
; obligation: level-cost
; In words: if T = 2 l B, then B T = 2 l B^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const B Real)
(declare-const V_best Real)
(declare-const W Real)
(declare-const l Real)
(assert (> W 0.0))
(assert (> l 0.0))
(assert (= (+ (* 2.0 V_best) W) (* 2.0 B l)))
(assert (not (= (* B (+ (* 2.0 V_best) W)) (* 2.0 (* B B) l))))
(check-sat)
