; claim: sft-worse-than-base
; obligation: depth-1-is-better
; In words: for K = 1 the SFT limit costs less than base, for every W and L
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const W Real)
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (>= L 1.0))
(assert (not (< (* L (+ (* L (+ 1.0 L (* L L))) (* (+ (- 1.0) W) (+ (* (- 1.0) L) (* (- 5.0) (* L L)) (* (- 3.0) (* L L L)) (* (- 2.0) L (+ 1.0 L (* L L))) (* 2.0 (* (+ 1.0 L) (+ 1.0 L) (+ 1.0 L)) (+ 1.0 (* 2.0 L))))) (* 3.0 L W (+ 1.0 L (* L L))))) (* (* L (+ 1.0 L (* L L))) (+ L (* (+ 2.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) (* 2.0 W))))))))
(check-sat)
