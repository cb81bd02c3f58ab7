; claim: search-agent
; obligation: rlvr
; In words: with a way back of 2K+1 moves they make 1 + W(2K+1), the lower bound of all blind agents
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (not (= (+ 2.0 (* 2.0 K) (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) W))) (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))))
(check-sat)
