; claim: reward-forms
; obligation: gain-base
; In words: at the fork V is at most one, and t = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const V_turn Real)
(declare-const V_within Real)
(declare-const i Real)
(declare-const t Real)
(declare-const y Real)
(assert (>= V_turn 0.0))
(assert (>= i 0.0))
(assert (> t 0.0))
(assert (>= y 0.0))
(assert (<= V_within 1.0))
(assert (= i 0.0))
(assert (= t 1.0))
(assert (= y 0.0))
(assert (= V V_within))
(assert (= V_turn 0.0))
(assert (not (and (<= V (+ t (* V_turn (+ 1.0 (* (- 1.0) t))))) (<= t 1.0) (<= V_turn 1.0) (= (* t (+ 1.0 y)) 1.0))))
(check-sat)
