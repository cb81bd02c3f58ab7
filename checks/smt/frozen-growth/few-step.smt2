; claim: frozen-growth
; obligation: few-step
; In words: if each row errs with probability Delta or less, then after n <= 1/(2 Delta) rows the
; product is at most 1/(1 - n Delta) <= 2, and the sum of all so far at most 2 (n+1)
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
(assert (=> (<= (* 2.0 (* Delta i)) 1.0) (and (>= product 0.0) (<= (* product (+ 1.0 (* (- 1.0) Delta i))) 1.0) (<= S (+ 2.0 (* 2.0 i))))))
(assert (not (=> (<= (* 2.0 (* Delta (+ 1.0 i))) 1.0) (and (>= product (* 0.0 q)) (<= (* product (+ 1.0 (* (- 1.0) Delta (+ 1.0 i)))) (* 1.0 q)) (<= (+ product (* S q)) (* q (+ 4.0 (* 2.0 i))))))))
(check-sat)
