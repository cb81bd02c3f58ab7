; claim: search-agent
; obligation: rlvr-order
; In words: RLVR costs between 2WK and 4WK
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (<= 1.0 W))
(assert (<= 1.0 K))
(assert (<= 1.0 L))
(assert (not (and (>= (+ 1.0 (* W (+ 1.0 (* 2.0 K)))) (* 2.0 K W)) (<= (+ 1.0 (* W (+ 1.0 (* 2.0 K)))) (* 4.0 K W)))))
(check-sat)
