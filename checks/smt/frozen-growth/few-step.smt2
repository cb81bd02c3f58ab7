; claim: frozen-growth
; obligation: few-step
; In words: if each row errs with probability delta or less, then after n <= 1/(2 delta) rows the
; product is at most 1/(1 - n delta) <= 2, and the sum of all so far at most 2 (n+1)
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
(assert (<= (* product (+ 1.0 (* (- 1.0) delta n))) 1.0))
(assert (<= S (+ 2.0 (* 2.0 n))))
(assert (>= q (+ 1.0 (* (- 1.0) delta))))
(assert (<= (* 2.0 (* delta (+ 1.0 n))) 1.0))
(assert (not (and (<= (* product (+ 1.0 (* (- 1.0) delta (+ 1.0 n)))) (* 1.0 q)) (<= (+ product (* S q)) (* q (+ 4.0 (* 2.0 n)))))))
(check-sat)
