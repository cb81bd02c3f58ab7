; claim: gradient-noise
; obligation: base-forward-left
; In words: at base -dH/dgap of a forward row at a left vertex is at least W/(L+1)
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
(assert (>= W 2.0))
(assert (>= L 1.0))
(assert (not (>= (* (+ 1.0 L) (+ (* 2.0 W (+ 1.0 (* u (+ 1.0 L))) (+ 1.0 (* 2.0 L) (* m (+ 1.0 L)))) (* (- 2.0) u (+ 1.0 L) (+ (- 1.0) W) (+ 1.0 L (* m (+ 1.0 L)))))) (* W (* L (+ 1.0 L))))))
(check-sat)
