; claim: gradient-noise
; obligation: power-3
; In words: T^4 - (T-1)^4 <= 4 T^3 for T >= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const T Real)
(assert (> T 0.0))
(assert (>= T 1.0))
(assert (not (<= (+ (* T T T T) (* (- 1.0) (* (+ (- 1.0) T) (+ (- 1.0) T) (+ (- 1.0) T) (+ (- 1.0) T)))) (* 4.0 (* T T T)))))
(check-sat)
