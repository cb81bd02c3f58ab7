; claim: tilt-leaks-target
; obligation: back-domain
; In words: mean weights to come back over an edge: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const B Real)
(declare-const after Real)
(declare-const lam Real)
(declare-const p Real)
(declare-const q Real)
(assert (>= B 0.0))
(assert (>= after 0.0))
(assert (> lam 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= lam 1.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= (* after (+ 1.0 (* (- 1.0) B lam (+ 1.0 (* (- 1.0) q))))) (* lam (+ (* (+ 1.0 (* (- 1.0) p)) (+ 1.0 (* (- 1.0) B lam (+ 1.0 (* (- 1.0) q))))) (* B lam p q)))))
(assert (not (and (>= lam 0.0) (>= after 0.0))))
(check-sat)
