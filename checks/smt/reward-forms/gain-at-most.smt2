; claim: reward-forms
; obligation: gain-at-most
; In words: so passing gains at most t over turning
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V_later Real)
(declare-const V_near Real)
(declare-const V_turn Real)
(declare-const t Real)
(assert (>= V_later 0.0))
(assert (>= V_near 0.0))
(assert (>= V_turn 0.0))
(assert (> t 0.0))
(assert (<= t 1.0))
(assert (<= V_near (+ t (* V_later (+ 1.0 (* (- 1.0) t))))))
(assert (<= V_later V_turn))
(assert (<= V_turn 1.0))
(assert (not (<= (+ V_near (* (- 1.0) V_turn)) t)))
(check-sat)
