; claim: sft-worse-than-base
; obligation: return-grows
; In words: g_(K+1) >= 4 g_K, with rho P for P
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= L 1.0))
(assert (>= (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L)))) (* 0.0 (+ 1.0 L (* L L)))))
(assert (not (>= (* (+ 1.0 L (* L L)) (+ (* (- 1.0) L) (* (- 5.0) (* L L)) (* (- 3.0) (* L L L)) (* (- 2.0) L (+ 1.0 L (* L L))) (* (- 2.0) K L (+ 1.0 L (* L L))) (* 2.0 P (* (+ 1.0 L) (+ 1.0 L) (+ 1.0 L)) (+ 1.0 (* 2.0 L))))) (* (* L (+ 1.0 L (* L L))) (+ (- 4.0) (* (- 20.0) L) (* (- 12.0) (* L L)) (* (- 8.0) K (+ 1.0 L (* L L))) (* 8.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))))))
(check-sat)
