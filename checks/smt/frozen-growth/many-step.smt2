; claim: frozen-growth
; obligation: many-step
; In words: if each row errs with probability delta or more, then after n rows the product is at least
; 1 + n delta, and the sum of all so far at least (n+1)(1 + n delta/2)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const delta Real)
(declare-const n Real)
(declare-const product Real)
(declare-const q Real)
(assert (>= S 0.0))
(assert (>= delta 0.0))
(assert (>= n 0.0))
(assert (> product 0.0))
(assert (> q 0.0))
(assert (>= product (+ 1.0 (* delta n))))
(assert (>= (* 2.0 S) (* (+ 1.0 n) (+ 2.0 (* delta n)))))
(assert (<= q (+ 1.0 (* (- 1.0) delta))))
(assert (not (and (>= product (* q (+ 1.0 (* delta (+ 1.0 n))))) (>= (* 2.0 (+ product (* S q))) (* q (* (+ 2.0 n) (+ 2.0 (* delta (+ 1.0 n)))))))))
(check-sat)
