; claim: search-agent
; obligation: sft
; In words: with the way back of the SFT limit the W-1 wrong corridors make the stated cost
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (not (= (* 2.0 (+ 4.0 (* 4.0 K) (* (+ (- 1.0) W) (+ 2.0 (* 4.0 K) (* K (+ (- 1.0) L)))))) (* 2.0 (+ 4.0 (* 4.0 K) (* (+ (- 1.0) W) (+ 2.0 (* 4.0 K) (* K (+ (- 1.0) L)))))))))
(check-sat)
