; claim: global-convergence
; obligation: larger
; In words: (ii) s_(i-1) >= 1 + q_u s_(u-1) and t_u >= 1 + p_i t_i, also times W and W-1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const p Real)
(declare-const q Real)
(declare-const s Real)
(declare-const s_e Real)
(declare-const t Real)
(declare-const t_e Real)
(assert (> W 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> s 0.0))
(assert (> t 0.0))
(assert (>= W 2.0))
(assert (>= s_e (+ 1.0 (* q s))))
(assert (>= t_e (+ 1.0 (* p t))))
(assert (not (and (> (* W s_e) (* W q s)) (> (* t_e (+ (- 1.0) W)) (* p t (+ (- 1.0) W))) (> (* W q s) 0.0) (> (* p t (+ (- 1.0) W)) 0.0))))
(check-sat)
