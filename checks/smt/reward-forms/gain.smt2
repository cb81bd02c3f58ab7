; claim: reward-forms
; obligation: gain
; In words: if V <= t + (1-t) V_later at v-1, V_later of who turned there being at most V_turn, then
; at v V <= q t + (1 - q t) V_turn
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V_later Real)
(declare-const V_near Real)
(declare-const V_turn Real)
(declare-const q Real)
(declare-const t Real)
(assert (>= V_later 0.0))
(assert (>= V_near 0.0))
(assert (>= V_turn 0.0))
(assert (> q 0.0))
(assert (> t 0.0))
(assert (<= q 1.0))
(assert (<= t 1.0))
(assert (<= V_near (+ t (* V_later (+ 1.0 (* (- 1.0) t))))))
(assert (<= V_later V_turn))
(assert (not (<= (+ (* V_near q) (* V_turn (+ 1.0 (* (- 1.0) q)))) (+ (* V_turn (+ 1.0 (* (- 1.0) q t))) (* q t)))))
(check-sat)
