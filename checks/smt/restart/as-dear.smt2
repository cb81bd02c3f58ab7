; claim: restart
; obligation: as-dear
; In words: for W >= 2 the harness saves SFT nothing if and only if kappa >= g_K
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const W Real)
(declare-const kappa Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> W 0.0))
(assert (>= kappa 0.0))
(assert (<= 2.0 W))
(assert (<= 1.0 L))
(assert (not (and (=> (>= (* kappa (+ 1.0 L (* L L))) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (>= (* (+ 1.0 L (* L L)) (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W)))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L)))))) (=> (>= (* (+ 1.0 L (* L L)) (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W)))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L))))) (>= (* kappa (+ 1.0 L (* L L))) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L)))))))))
(check-sat)
