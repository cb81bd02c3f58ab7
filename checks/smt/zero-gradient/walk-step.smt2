; claim: zero-gradient
; obligation: walk-step
; In words: if it does after n steps, it does after one step more, up a level or down
; expected answer: unsat
(set-logic QF_NIA)
(declare-const downs Int)
(declare-const downs_next Int)
(declare-const level Int)
(declare-const level_next Int)
(declare-const steps Int)
(assert (>= downs 0))
(assert (>= downs_next 0))
(assert (>= level 0))
(assert (>= level_next 0))
(assert (>= steps 0))
(assert (= level (+ (* (- 2) downs) steps)))
(assert (or (and (= level_next (+ 1 level)) (= downs_next downs)) (and (= level_next (+ (- 1) level)) (= downs_next (+ 1 downs)))))
(assert (not (= level_next (+ 1 (* (- 2) downs_next) steps))))
(check-sat)
