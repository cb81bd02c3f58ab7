; claim: search-agent
; obligation: sft-order
; In words: for W >= 2 the SFT limit costs between WKL/4 and 7WKL
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
(assert (not (and (>= (+ 8.0 (* 8.0 K) (* 2.0 (+ (- 1.0) W) (+ 2.0 (* 4.0 K) (* K (+ (- 1.0) L))))) (* K L W)) (<= (+ 4.0 (* 4.0 K) (* (+ (- 1.0) W) (+ 2.0 (* 4.0 K) (* K (+ (- 1.0) L))))) (* 2.0 (* 7.0 K L W))))))
(check-sat)
