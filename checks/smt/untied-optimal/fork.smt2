; claim: untied-optimal
; obligation: fork
; In words: with the wrong corridors' R adding up to R_all - R, the target is (E + R_all - R) u steps
; from the fork
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const R Real)
(declare-const R_all Real)
(declare-const V Real)
(declare-const W Real)
(declare-const u Real)
(assert (>= E 0.0))
(assert (>= R 0.0))
(assert (>= V 0.0))
(assert (> W 0.0))
(assert (> u 0.0))
(assert (<= 1.0 W))
(assert (<= 1.0 u))
(assert (= (* u (* V W)) (+ (* E u) (* (- 1.0) R u) (* R_all u) (* V (+ (- 1.0) u)) (* V u (+ (- 1.0) W)))))
(assert (not (= V (* u (+ E (* (- 1.0) R) R_all)))))
(check-sat)
