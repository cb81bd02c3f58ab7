; claim: gradient-noise
; obligation: power-1
; In words: T^2 - (T-1)^2 <= 2 T^1 for T >= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const T Real)
(assert (> T 0.0))
(assert (>= T 1.0))
(assert (not (<= (+ (* T T) (* (- 1.0) (* (+ (- 1.0) T) (+ (- 1.0) T)))) (* 2.0 T))))
(check-sat)
