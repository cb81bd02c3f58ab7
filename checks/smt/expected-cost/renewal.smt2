; claim: expected-cost
; obligation: renewal
; In words: a passage out ends at the target with probability 1/W, else at a wrong leaf, whence a
; passage back leads to the fork: so H = 1 + W A + (W-1) B
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const at_fork Real)
(declare-const back Real)
(declare-const out Real)
(assert (> W 0.0))
(assert (> at_fork 0.0))
(assert (> back 0.0))
(assert (> out 0.0))
(assert (<= 1.0 W))
(assert (= (* W at_fork) (+ (* W out) (* (+ (- 1.0) W) (+ at_fork back)))))
(assert (not (= (+ 1.0 at_fork) (+ 1.0 (* W out) (* back (+ (- 1.0) W))))))
(check-sat)
