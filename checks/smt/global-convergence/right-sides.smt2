; claim: global-convergence
; obligation: right-sides
; In words: (ii) (W-1)(1-Q) p t < (W-1)(m+1 + p t)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const W Real)
(declare-const m Real)
(declare-const p Real)
(declare-const t Real)
(assert (> Q 0.0))
(assert (> W 0.0))
(assert (>= m 0.0))
(assert (> p 0.0))
(assert (> t 0.0))
(assert (>= W 2.0))
(assert (< Q 1.0))
(assert (not (< (* p t (+ 1.0 (* (- 1.0) Q)) (+ (- 1.0) W)) (* (+ (- 1.0) W) (+ 1.0 m (* p t))))))
(check-sat)
