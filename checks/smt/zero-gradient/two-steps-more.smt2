; claim: zero-gradient
; obligation: two-steps-more
; In words: a walk to a leaf that is two steps longer than the shortest has never gone down either
; expected answer: sat
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
(assert (<= steps (+ 4 (* 2 K))))
(assert (not (= downs 0)))
(check-sat)
