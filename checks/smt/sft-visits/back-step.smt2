; claim: sft-visits
; obligation: back-step
; In words: if y + 1 = P, so behind one diamond more, with rho P for P; the surpluses of lanes and
; connectors add up to (L+1)(2L+1)(P - 1)/(L^2+L+1) - 2i
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (not (and (= (* L (+ 1.0 (* (+ 1.0 L) (+ L (* (+ 1.0 L) (+ (- 1.0) P)))))) (* L (+ (* (- 1.0) L) (* P (* (+ 1.0 L) (+ 1.0 L)))))) (= (* (* L (+ 1.0 L (* L L))) (+ 1.0 L (* L L) (* (* L L) (+ 1.0 L (* L L))) (* (- 2.0) L i (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ L (* (+ 1.0 L) (+ (- 1.0) P))) (+ 1.0 L (* L L))) (* L (+ 1.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) P)) (* L (+ 1.0 L) (+ (- 1.0) P) (+ 1.0 L (* L L))))) (* (* L (+ 1.0 L (* L L))) (+ (* (- 2.0) L (+ 1.0 L (* L L))) (* (- 2.0) L i (+ 1.0 L (* L L))) (* (+ (* (- 1.0) L) (* P (* (+ 1.0 L) (+ 1.0 L)))) (+ 1.0 L) (+ 1.0 (* 2.0 L)))))))))
(check-sat)
