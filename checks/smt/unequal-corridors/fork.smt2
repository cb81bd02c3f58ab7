; claim: unequal-corridors
; obligation: fork
; In words: with the wrong corridors' R adding up to `others`, the target is A + (1 + x_0) others
; steps from the fork
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const T Real)
(declare-const V Real)
(declare-const W Real)
(declare-const e Real)
(declare-const others Real)
(declare-const tries Real)
(assert (>= A 0.0))
(assert (> T 0.0))
(assert (> W 0.0))
(assert (> e 0.0))
(assert (>= tries 0.0))
(assert (<= 1.0 W))
(assert (= (* e tries) 1.0))
(assert (= (* T tries) A))
(assert (= (* V W) (+ T others (* V (+ 1.0 (* (- 1.0) e))) (* V (+ (- 1.0) W)))))
(assert (not (= V (+ A (* others tries)))))
(check-sat)
