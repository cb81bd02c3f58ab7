; claim: rate-audit
; obligation: cost
; In words: W P <= H_SFT <= 6 W P, with P = rho^K >= (K+1)^2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const H Real)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> W 0.0))
(assert (<= 2.0 W))
(assert (<= 1.0 K))
(assert (<= 1.0 L))
(assert (>= P (* (+ 1.0 K) (+ 1.0 K))))
(assert (= (* H (+ 1.0 L (* L L))) (+ 1.0 L (* L L) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 5.0) L) (* (- 3.0) (* L L)) (* (- 2.0) K (+ 1.0 L (* L L))) (* 2.0 P (+ 1.0 L) (+ 1.0 (* 2.0 L))))) (* W (+ 1.0 (* 2.0 K)) (+ 1.0 L (* L L))))))
(assert (not (and (<= (* P W) H) (<= H (* 6.0 P W)))))
(check-sat)
