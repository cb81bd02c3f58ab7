; claim: zero-gradient
; obligation: golden-never-turns
; In words: a walk to a leaf, at level 2K+2, in at most 2K+2 steps has never gone down
; expected answer: unsat
(set-logic QF_NIA)
(declare-const K Int)
(declare-const downs Int)
(declare-const level Int)
(declare-const steps Int)
(assert (> K 0))
(assert (>= downs 0))
(assert (>= level 0))
(assert (>= steps 0))
(assert (= level (+ (* (- 2) downs) steps)))
(assert (= level (+ 2 (* 2 K))))
(assert (<= steps (+ 2 (* 2 K))))
(assert (not (= downs 0)))
(check-sat)
