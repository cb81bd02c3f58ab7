; claim: untied-optimal
; obligation: pair-sum
; In words: if all pairs of n corridors add up to at least 2m n (n-1), those of n+1 do to 2m (n+1) n
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const n Real)
(declare-const new Real)
(declare-const pairs Real)
(assert (>= K 0.0))
(assert (>= n 0.0))
(assert (>= new 0.0))
(assert (>= pairs 0.0))
(assert (>= pairs (* 2.0 n (+ 1.0 (* 2.0 K)) (+ (- 1.0) n))))
(assert (>= new (* 4.0 n (+ 1.0 (* 2.0 K)))))
(assert (not (>= (+ new pairs) (* 2.0 n (+ 1.0 (* 2.0 K)) (+ 1.0 n)))))
(check-sat)
