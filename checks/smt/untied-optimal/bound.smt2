; claim: untied-optimal
; obligation: bound
; In words: with both sums at n = W, the mean over the targets is H >= H*, and H = H* only if both are
; the least
; expected answer: unsat
(set-logic QF_NRA)
(declare-const H Real)
(declare-const K Real)
(declare-const W Real)
(declare-const own Real)
(declare-const pairs Real)
(assert (>= H 0.0))
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= own 0.0))
(assert (>= pairs 0.0))
(assert (<= 1.0 W))
(assert (= (* W (+ (- 1.0) H)) (+ own pairs)))
(assert (>= own (* W (+ 1.0 (* 2.0 K)))))
(assert (>= pairs (* 2.0 W (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))
(assert (not (and (>= H (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (=> (= H (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (and (= own (* W (+ 1.0 (* 2.0 K)))) (= pairs (* 2.0 W (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))))))))
(check-sat)
