; claim: reward-forms
; obligation: closer-is-better
; In words: V_turn <= V_leaf <= V at v-1, and V at v-1 no less with a step more: then q V + (1-q)
; V_turn, which is V at v with a step more, is at most that of v-1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V_later Real)
(declare-const V_near Real)
(declare-const V_sooner Real)
(declare-const V_turn Real)
(declare-const q Real)
(assert (>= V_later 0.0))
(assert (>= V_near 0.0))
(assert (>= V_sooner 0.0))
(assert (>= V_turn 0.0))
(assert (> q 0.0))
(assert (<= q 1.0))
(assert (<= V_turn V_later))
(assert (<= V_later V_near))
(assert (<= V_near V_sooner))
(assert (not (<= (+ (* V_near q) (* V_turn (+ 1.0 (* (- 1.0) q)))) V_sooner)))
(check-sat)
