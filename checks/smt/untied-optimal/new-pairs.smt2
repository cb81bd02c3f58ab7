; claim: untied-optimal
; obligation: new-pairs
; In words: if the pairs of a new corridor with n others add up to at least 4m n, so they do with one
; more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const n Real)
(declare-const new Real)
(declare-const one_more Real)
(assert (>= K 0.0))
(assert (>= n 0.0))
(assert (>= new 0.0))
(assert (>= one_more 0.0))
(assert (>= new (* 4.0 n (+ 1.0 (* 2.0 K)))))
(assert (>= one_more (+ 4.0 (* 8.0 K))))
(assert (not (>= (+ new one_more) (* 4.0 (+ 1.0 (* 2.0 K)) (+ 1.0 n)))))
(check-sat)
