; claim: reward-forms
; obligation: gain-domain
; In words: vertices on the way in at the SFT limit: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
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
(assert (not (and (> 1.0 0.0) (>= 0.0 0.0) (>= 0.0 0.0) (> (* q t) 0.0) (>= (+ 1.0 (* (- 1.0) q) y) (* 0.0 q)) (>= turned_next 0.0))))
(check-sat)
