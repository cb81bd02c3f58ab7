; claim: restart
; obligation: cheaper-at-any-width
; In words: SFT with the harness is cheaper than RLVR's way back if and only if kappa < 2K+1 for W = 1
; too
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const kappa Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= kappa 0.0))
(assert (<= 1.0 W))
(assert (<= 1.0 K))
(assert (not (and (=> (< kappa (+ 1.0 (* 2.0 K))) (< (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))) (=> (< (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (< kappa (+ 1.0 (* 2.0 K)))))))
(check-sat)
