; claim: zero-gradient
; obligation: golden-never-turns
; In words: a walk to a leaf, at level 2K+2, in at most 2K+2 steps has never gone down
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const downs Real)
(declare-const level Real)
(declare-const steps Real)
(assert (>= K 0.0))
(assert (>= downs 0.0))
(assert (= level (+ (* (- 2.0) downs) steps)))
(assert (= level (+ 2.0 (* 2.0 K))))
(assert (<= steps (+ 2.0 (* 2.0 K))))
(assert (not (= downs 0.0)))
(check-sat)
