; claim: base-cost
; obligation: lanes-forgotten
; In words: base costs 1 + (2W-1)(KL+K+1)(2K+1): K/L taken for K
; expected answer: sat
(set-logic QF_NIA)
(declare-const L Int)
(declare-const W Int)
(assert (> L 0))
(assert (> W 0))
(assert (not (= (+ L (* W (+ 2 (* 5 L) (* 2 (* L L)))) (* (+ (- 1) W) (+ 2 (* 5 L) (* 2 (* L L))))) (* L (+ 1 (* 3 (+ 2 L) (+ (- 1) (* 2 W))))))))
(check-sat)
