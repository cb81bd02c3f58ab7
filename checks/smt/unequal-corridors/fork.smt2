; claim: unequal-corridors
; obligation: fork
; In words: the fork leads into the target's corridor with probability 1/W, else into a wrong one,
; whence an excursion leads back: it takes 1 + S steps to be across the first edge of the target's
; corridor
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const W Real)
(declare-const eta Real)
(assert (>= S 0.0))
(assert (> W 0.0))
(assert (>= eta 0.0))
(assert (<= 1.0 W))
(assert (= (* W eta) (+ 1.0 S (* eta (+ (- 1.0) W)))))
(assert (not (= eta (+ 1.0 S))))
(check-sat)
