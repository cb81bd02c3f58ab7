; claim: untied-convergence
; obligation: tail
; In words: E_u >= 2 + p_i E_i gives g_u > g_i > 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const E_0 Real)
(declare-const c Real)
(declare-const p_v Real)
(assert (> p_v 0.0))
(assert (> c 0.0))
(assert (>= E_0 2.0))
(assert (>= E (+ 2.0 (* E_0 p_v))))
(assert (not (and (> (* E c) (* E_0 c p_v)) (> (* E_0 c p_v) 0.0))))
(check-sat)
