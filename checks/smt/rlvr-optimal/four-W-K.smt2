; claim: rlvr-optimal
; obligation: four-W-K
; In words: H* = 4WK, as a public reproduction has it for all sizes
; expected answer: sat
(set-logic QF_NIA)
(declare-const W Int)
(assert (> W 0))
(assert (not (= (+ (- 2) (* 6 W)) (* 4 W))))
(check-sat)
