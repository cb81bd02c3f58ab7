; claim: gradient-noise
; obligation: power-2
; In words: T^3 - (T-1)^3 <= 3 T^2 for T >= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const T Real)
(assert (> T 0.0))
(assert (>= T 1.0))
(assert (not (<= (+ (* T T T) (* (- 1.0) (* (+ (- 1.0) T) (+ (- 1.0) T) (+ (- 1.0) T)))) (* 3.0 (* T T)))))
(check-sat)
