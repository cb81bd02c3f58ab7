; claim: untied-convergence
; obligation: turns
; In words: with a_i > r_u a_u and g_i < g_u the equations of q_u and p_i exclude each other
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a_later Real)
(declare-const c Real)
(declare-const g Real)
(declare-const g_beyond Real)
(declare-const x Real)
(assert (> a_later c))
(assert (>= c 0.0))
(assert (>= x 0.0))
(assert (= (* c x) g_beyond))
(assert (< g g_beyond))
(assert (not (not (= (+ g (* (- 1.0) a_later (+ 1.0 x))) 0.0))))
(check-sat)
