; claim: reward-forms
; obligation: gain-step
; In words: if V <= t + (1-t) V_turn, it is so at the next vertex, where who turns is back at the leaf
; sooner
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const V_turn Real)
(declare-const V_within Real)
(declare-const p Real)
(declare-const q Real)
(declare-const t Real)
(declare-const turned_next Real)
(declare-const y Real)
(assert (>= V_turn 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> t 0.0))
(assert (>= turned_next 0.0))
(assert (>= y 0.0))
(assert (<= V_within 1.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (<= V_turn turned_next))
(assert (<= turned_next 1.0))
(assert (and (<= V (+ t (* V_turn (+ 1.0 (* (- 1.0) t))))) (<= t 1.0) (<= V_turn 1.0) (= (* t (+ 1.0 y)) 1.0)))
(assert (not (and (<= (+ (* V q) (* turned_next (+ 1.0 (* (- 1.0) q)))) (+ (* q t) (* turned_next (+ 1.0 (* (- 1.0) q t))))) (<= (* q t) 1.0) (<= turned_next 1.0) (= (* t (+ 1.0 y)) 1.0))))
(check-sat)
