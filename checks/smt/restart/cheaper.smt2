; claim: restart
; obligation: cheaper
; In words: for W >= 2, 1 + W(2K+1) + (W-1) kappa is below RLVR's H* without the harness if and only
; if kappa < 2K+1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const kappa Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= kappa 0.0))
(assert (<= 2.0 W))
(assert (not (and (=> (< kappa (+ 1.0 (* 2.0 K))) (< (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W)))))) (=> (< (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W))) (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))) (< kappa (+ 1.0 (* 2.0 K)))))))
(check-sat)
