; claim: search-agent
; obligation: ratio
; In words: for W >= 2 the SFT limit costs between L/14 and (L+3)/4 times as much as RLVR
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
(assert (<= 2.0 W))
(assert (not (and (>= (+ 28.0 (* 28.0 K) (* 7.0 (+ (- 1.0) W) (+ 2.0 (* 4.0 K) (* K (+ (- 1.0) L))))) (* L (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))) (<= (+ 8.0 (* 8.0 K) (* 2.0 (+ (- 1.0) W) (+ 2.0 (* 4.0 K) (* K (+ (- 1.0) L))))) (* (+ 3.0 L) (+ 1.0 (* W (+ 1.0 (* 2.0 K)))))))))
(check-sat)
