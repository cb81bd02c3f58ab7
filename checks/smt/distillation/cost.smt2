; claim: distillation
; obligation: cost
; In words: if the sums X and Y have that bound at i = 2K, then H - H* <= 2(2W-1)(2K+1) 2K delta/(1 -
; 2K delta)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const X Real)
(declare-const Y Real)
(declare-const delta Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= X 0.0))
(assert (>= Y 0.0))
(assert (> delta 0.0))
(assert (<= 1.0 W))
(assert (> (+ 1.0 (* (- 2.0) K delta)) 0.0))
(assert (<= (* X (+ 1.0 (* (- 2.0) K delta))) (* 4.0 (* K K) delta)))
(assert (<= (* Y (+ 1.0 (* (- 2.0) K delta))) (* 4.0 (* K K) delta)))
(assert (not (<= (* (+ 1.0 (* (- 2.0) K delta)) (+ (* W (+ 1.0 (* 2.0 K) (* 2.0 X))) (* (- 1.0) (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 Y))))) (* 4.0 K delta (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))))
(check-sat)
