; claim: trajectory-entropy
; obligation: base-back-step
; In words: if x = i/L + i and 2i + 2S - x = (i/L + i + 1) i (L+1), so with one diamond more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const S Real)
(declare-const i Real)
(declare-const x Real)
(assert (> L 0.0))
(assert (>= i 0.0))
(assert (and (= (* L x) (* i (+ 1.0 L))) (= (* L (+ (* 2.0 S) (* 2.0 i) (* (- 1.0) x))) (* i (+ 1.0 L) (+ L i (* L i))))))
(assert (not (and (= (* L (+ 1.0 (* L (+ 1.0 x)))) (* L (+ 1.0 L i (* L i)))) (= (* L (+ 1.0 (* 2.0 L) (* 2.0 (* L L)) (* 2.0 L S) (* 2.0 L i) (* L (+ 1.0 x)) (* 2.0 (* L L) x))) (* L (* (+ 1.0 L) (+ 1.0 i) (+ 1.0 (* 2.0 L) i (* L i))))))))
(check-sat)
