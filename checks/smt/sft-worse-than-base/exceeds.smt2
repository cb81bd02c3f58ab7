; claim: sft-worse-than-base
; obligation: exceeds
; In words: for W >= 2 that makes the SFT limit cost more than base
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> W 0.0))
(assert (>= W 2.0))
(assert (>= L 1.0))
(assert (>= (* L (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* (* 3.0 (+ 1.0 K (* K L)) (+ K L (* K L))) (+ 1.0 L (* L L)))))
(assert (not (> (* L (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L))))) (* (+ L (* (+ (- 1.0) (* 2.0 W)) (+ 1.0 K (* K L)) (+ K L (* K L)))) (+ 1.0 L (* L L))))))
(check-sat)
