; claim: frozen-growth
; obligation: many-step
; In words: if each row errs with probability delta or more, then after n rows the product is at least
; 1 + n delta, and the sum of all so far at least (n+1)(1 + n delta/2)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Delta Real)
(declare-const S Real)
(declare-const delta Real)
(declare-const i Real)
(declare-const product Real)
(declare-const q Real)
(assert (>= Delta 0.0))
(assert (>= delta 0.0))
(assert (>= i 0.0))
(assert (> q 0.0))
(assert (<= q 1.0))
(assert (<= delta (+ 1.0 (* (- 1.0) q))))
(assert (<= (+ 1.0 (* (- 1.0) q)) Delta))
(assert (and (>= product (+ 1.0 (* delta i))) (>= (* 2.0 S) (* (+ 1.0 i) (+ 2.0 (* delta i))))))
(assert (not (and (>= product (* q (+ 1.0 (* delta (+ 1.0 i))))) (>= (* 2.0 (+ product (* S q))) (* q (* (+ 2.0 i) (+ 2.0 (* delta (+ 1.0 i)))))))))
(check-sat)
