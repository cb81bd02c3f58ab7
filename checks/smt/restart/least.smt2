; claim: restart
; obligation: least
; In words: with a sum X >= 0 of surplus crossings H is at least 1 + W(2K+1) + (W-1) kappa, and more
; if X > 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const X Real)
(declare-const kappa Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (> X 0.0))
(assert (>= kappa 0.0))
(assert (<= 1.0 W))
(assert (not (< (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W))) (+ 1.0 (* W (+ 1.0 (* 2.0 K) (* 2.0 X))) (* kappa (+ (- 1.0) W))))))
(check-sat)
