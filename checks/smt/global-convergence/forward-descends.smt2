; claim: global-convergence
; obligation: forward-descends
; In words: (iii) where y = 0, dH/dp < 0 for every W >= 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const p Real)
(declare-const q Real)
(declare-const s Real)
(declare-const t Real)
(declare-const x Real)
(assert (> W 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> s 0.0))
(assert (> t 0.0))
(assert (>= x 0.0))
(assert (>= W 2.0))
(assert (>= s 1.0))
(assert (>= t 1.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (< (* (- 1.0) W s (+ 1.0 x)) (* 0.0 p))))
(check-sat)
