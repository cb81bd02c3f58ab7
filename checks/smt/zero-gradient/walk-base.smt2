; claim: zero-gradient
; obligation: walk-base
; In words: at the source, after 0 steps, a walk stands at level steps - 2 downs
; expected answer: unsat
(set-logic QF_NIA)
(declare-const downs Int)
(declare-const level Int)
(declare-const steps Int)
(assert (>= downs 0))
(assert (>= level 0))
(assert (>= steps 0))
(assert (= level 0))
(assert (= steps 0))
(assert (= downs 0))
(assert (not (= level (+ (* (- 2) downs) steps))))
(check-sat)
