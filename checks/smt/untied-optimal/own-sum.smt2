; claim: untied-optimal
; obligation: own-sum
; In words: if E_i u_i over n corridors add up to at least n m, so they do with one more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const n Real)
(declare-const one_more Real)
(declare-const own Real)
(assert (>= K 0.0))
(assert (>= n 0.0))
(assert (>= one_more 0.0))
(assert (>= own 0.0))
(assert (>= own (* n (+ 1.0 (* 2.0 K)))))
(assert (>= one_more (+ 1.0 (* 2.0 K))))
(assert (not (>= (+ one_more own) (* (+ 1.0 (* 2.0 K)) (+ 1.0 n)))))
(check-sat)
