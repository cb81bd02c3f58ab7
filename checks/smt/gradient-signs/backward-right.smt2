; claim: gradient-signs
; obligation: backward-right
; In words: dH/dq < 0 at a right vertex if and only if W > w_r(u, m)
; expected answer: unsat
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
(assert (not (and (=> (< (* 2.0 (+ 1.0 L) (+ (* (+ (- 1.0) W) (+ 1.0 (* m (+ 1.0 L))) (+ (- 1.0) (* (- 2.0) L) (* (- 1.0) u (+ 1.0 L)))) (* W m (+ 1.0 L) (+ 1.0 L (* u (+ 1.0 L)))))) (* 0.0 (* L L))) (> (* W (+ L (* (+ 1.0 L) (+ 1.0 u)) (* L m (+ 1.0 L)))) (* (+ L (* (+ 1.0 L) (+ 1.0 u))) (+ 1.0 (* m (+ 1.0 L)))))) (=> (> (* W (+ L (* (+ 1.0 L) (+ 1.0 u)) (* L m (+ 1.0 L)))) (* (+ L (* (+ 1.0 L) (+ 1.0 u))) (+ 1.0 (* m (+ 1.0 L))))) (< (* 2.0 (+ 1.0 L) (+ (* (+ (- 1.0) W) (+ 1.0 (* m (+ 1.0 L))) (+ (- 1.0) (* (- 2.0) L) (* (- 1.0) u (+ 1.0 L)))) (* W m (+ 1.0 L) (+ 1.0 L (* u (+ 1.0 L)))))) (* 0.0 (* L L)))))))
(check-sat)
