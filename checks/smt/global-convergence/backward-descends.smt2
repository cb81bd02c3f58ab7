; claim: global-convergence
; obligation: backward-descends
; In words: (ii) where x = 0, dH/dq < 0 for every W >= 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const p Real)
(declare-const q Real)
(declare-const s Real)
(declare-const t Real)
(declare-const y Real)
(assert (> W 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> s 0.0))
(assert (> t 0.0))
(assert (>= y 0.0))
(assert (>= W 2.0))
(assert (>= s 1.0))
(assert (>= t 1.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (< (* (- 1.0) t (+ (- 1.0) W) (+ 1.0 y)) (* 0.0 q))))
(check-sat)
