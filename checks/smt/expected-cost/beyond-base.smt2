; claim: expected-cost
; obligation: beyond-base
; In words: at the leaf the sum of (x_u + x_(u-1) + 1) beyond v is 2 (sum of x from v on) - x_v +
; their number
; expected answer: unsat
(set-logic QF_NRA)
(declare-const T Real)
(declare-const i Real)
(declare-const short Real)
(declare-const x_v Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x_v 0.0))
(assert (= T 0.0))
(assert (= short 0.0))
(assert (not (= (+ (* 2.0 T) i (* (- 1.0) x_v)) 0.0)))
(check-sat)
