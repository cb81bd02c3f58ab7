; claim: fork-memory
; obligation: around
; In words: a failed excursion leaves the target W-1 corridors ahead, so V_0 = A + (W-1) R (1/e - 1),
; with E = A e
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const E Real)
(declare-const R Real)
(declare-const V_0 Real)
(declare-const V_j Real)
(declare-const W Real)
(declare-const e Real)
(assert (> A 0.0))
(assert (> E 0.0))
(assert (> R 0.0))
(assert (>= V_0 0.0))
(assert (>= V_j 0.0))
(assert (> W 0.0))
(assert (> e 0.0))
(assert (<= 1.0 W))
(assert (<= e 1.0))
(assert (= E (* A e)))
(assert (= V_j (+ V_0 (* R (+ (- 1.0) W)))))
(assert (= V_0 (+ E (* V_j (+ 1.0 (* (- 1.0) e))))))
(assert (not (= (* V_0 e) (+ (* A e) (* R (+ 1.0 (* (- 1.0) e)) (+ (- 1.0) W))))))
(check-sat)
