; claim: reward-forms
; obligation: success
; In words: s = 1/W + (1-1/W) s has the one solution s = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const gain Real)
(assert (> W 0.0))
(assert (>= gain 0.0))
(assert (>= W 1.0))
(assert (= (* W gain) (+ 1.0 (* gain (+ (- 1.0) W)))))
(assert (not (= gain 1.0)))
(check-sat)
