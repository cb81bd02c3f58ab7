; claim: gradient-signs
; obligation: threshold-without-lanes
; In words: the threshold at r is ((u+1)M + L)(1 + m M) / ((u+1)M + L + m M): a factor L dropped
; expected answer: sat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const W Real)
(declare-const m Real)
(declare-const u Real)
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= m 0.0))
(assert (>= u 0.0))
(assert (>= W 1.0))
(assert (>= L 2.0))
(assert (not (=> (< (* 2.0 (+ 1.0 L) (+ (* (- 1.0) (+ (- 1.0) W) (+ 1.0 (* m (+ 1.0 L))) (+ 1.0 (* 2.0 L) (* u (+ 1.0 L)))) (* W m (+ 1.0 L) (+ 1.0 L (* u (+ 1.0 L)))))) (* 0.0 (* L L))) (> (* W (+ L (* m (+ 1.0 L)) (* (+ 1.0 L) (+ 1.0 u)))) (* (+ L (* (+ 1.0 L) (+ 1.0 u))) (+ 1.0 (* m (+ 1.0 L))))))))
(check-sat)
