; claim: trajectory-entropy
; obligation: sft-back-step
; In words: if y = P - 1, the sum of y before each diamond is L (P - 1)/(L^2+L+1) - i and that of all
; surpluses (L+1)(2L+1)(P - 1)/(L^2+L+1) - 2i, so with one diamond more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (not (and (= (* L (+ 1.0 (* (+ 1.0 L) (+ L (* (+ 1.0 L) (+ (- 1.0) P)))))) (* L (+ (* (- 1.0) L) (* P (* (+ 1.0 L) (+ 1.0 L)))))) (= (* (+ 1.0 L (* L L)) (+ (- 1.0) (* (- 1.0) L) (* (- 1.0) (* L L)) (* L (+ (- 1.0) P)) (* P (+ 1.0 L (* L L))) (* (- 1.0) i (+ 1.0 L (* L L))))) (* (+ 1.0 L (* L L)) (+ (- 1.0) (* (- 2.0) L) (* (- 1.0) (* L L)) (* P (* (+ 1.0 L) (+ 1.0 L))) (* (- 1.0) i (+ 1.0 L (* L L)))))) (= (* (* L (+ 1.0 L (* L L))) (+ 1.0 L (* L L) (* (* L L) (+ 1.0 L (* L L))) (* (- 2.0) L i (+ 1.0 L (* L L))) (* (+ 1.0 L) (+ L (* (+ 1.0 L) (+ (- 1.0) P))) (+ 1.0 L (* L L))) (* L (+ 1.0 L) (+ 1.0 (* 2.0 L)) (+ (- 1.0) P)) (* L (+ 1.0 L) (+ (- 1.0) P) (+ 1.0 L (* L L))))) (* (* L (+ 1.0 L (* L L))) (+ (* (- 2.0) L (+ 1.0 L (* L L))) (* (- 2.0) L i (+ 1.0 L (* L L))) (* (+ (* (- 1.0) L) (* P (* (+ 1.0 L) (+ 1.0 L)))) (+ 1.0 L) (+ 1.0 (* 2.0 L)))))))))
(check-sat)
