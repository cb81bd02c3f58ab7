; claim: restart
; obligation: renewal
; In words: a passage out ends at the target with probability 1/W, else at a wrong leaf, whence kappa
; steps of the harness lead to the fork: so H = 1 + W A + (W-1) kappa
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const at_fork Real)
(declare-const kappa Real)
(declare-const out Real)
(assert (> W 0.0))
(assert (> at_fork 0.0))
(assert (>= kappa 0.0))
(assert (> out 0.0))
(assert (<= 1.0 W))
(assert (= (* W at_fork) (+ (* W out) (* (+ (- 1.0) W) (+ at_fork kappa)))))
(assert (not (= (+ 1.0 at_fork) (+ 1.0 (* W out) (* kappa (+ (- 1.0) W))))))
(check-sat)
