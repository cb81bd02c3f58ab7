; claim: base-cost
; obligation: last-visit-returns
; In words: base costs 1 + 2W(KL+K+1)(K/L+K+1): the last leaf visit counted as if the walker returned
; expected answer: sat
(set-logic QF_NIA)
(declare-const L Int)
(declare-const W Int)
(assert (> L 0))
(assert (> W 0))
(assert (not (= (* L (+ L (* W (+ 2 (* 5 L) (* 2 (* L L)))) (* (+ (- 1) W) (+ 2 (* 5 L) (* 2 (* L L)))))) (* L (+ L (* 2 W (+ 2 L) (+ 1 (* 2 L))))))))
(check-sat)
