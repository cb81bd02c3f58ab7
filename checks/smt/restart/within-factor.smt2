; claim: restart
; obligation: within-factor
; In words: if kappa <= m (2K+1), m >= 1, it is at most m H*
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const W Real)
(declare-const kappa Real)
(declare-const m Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= kappa 0.0))
(assert (>= m 0.0))
(assert (<= 1.0 W))
(assert (<= 1.0 m))
(assert (<= kappa (* m (+ 1.0 (* 2.0 K)))))
(assert (not (<= (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* kappa (+ (- 1.0) W))) (* m (+ 1.0 (* (+ 1.0 (* 2.0 K)) (+ (- 1.0) (* 2.0 W))))))))
(check-sat)
