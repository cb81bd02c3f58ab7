; claim: target-seen
; obligation: twice
; In words: the cost is at most twice 2K+2 just where error <= (2K+2)/(2K+2+R), or (2K+2)/(W R)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const R Real)
(declare-const W Real)
(declare-const error Real)
(declare-const wrong Real)
(assert (>= K 0.0))
(assert (>= R 0.0))
(assert (> W 0.0))
(assert (>= error 0.0))
(assert (>= wrong 0.0))
(assert (not (and (=> (<= (* wrong (+ 2.0 (* 2.0 K) R)) (* (+ 2.0 (* 2.0 K)) (+ 1.0 wrong))) (<= (+ 2.0 (* 2.0 K) (* R wrong)) (+ 4.0 (* 4.0 K)))) (=> (> (* wrong (+ 2.0 (* 2.0 K) R)) (* (+ 2.0 (* 2.0 K)) (+ 1.0 wrong))) (> (+ 2.0 (* 2.0 K) (* R wrong)) (+ 4.0 (* 4.0 K)))) (=> (<= (* R W error) (+ 2.0 (* 2.0 K))) (<= (+ 2.0 (* 2.0 K) (* R W error)) (+ 4.0 (* 4.0 K)))) (=> (> (* R W error) (+ 2.0 (* 2.0 K))) (> (+ 2.0 (* 2.0 K) (* R W error)) (+ 4.0 (* 4.0 K)))))))
(check-sat)
