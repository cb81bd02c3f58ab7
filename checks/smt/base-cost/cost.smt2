; claim: base-cost
; obligation: cost
; In words: W passages out and W-1 back, as the closed forms have them, make 1 +
; (2W-1)(KL+K+1)(K/L+K+1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (not (= (* L (+ L (* W (+ L (* 2.0 K L) (* 2.0 K (+ 1.0 L (* L L))) (* K (+ (- 1.0) K) (+ 1.0 (* 2.0 L) (* L L))))) (* (+ (- 1.0) W) (+ L (* 2.0 K L) (* 2.0 K (+ 1.0 L (* L L))) (* K (+ (- 1.0) K) (+ 1.0 (* 2.0 L) (* L L))))))) (* L (+ L (* (+ (- 1.0) (* 2.0 W)) (+ 1.0 K (* K L)) (+ K L (* K L))))))))
(check-sat)
