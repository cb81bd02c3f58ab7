; claim: gradient-noise
; obligation: visits-base
; In words: the fork is reached W-1 times
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const i Real)
(declare-const t Real)
(declare-const visits Real)
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (> t 0.0))
(assert (> visits 0.0))
(assert (> W 1.0))
(assert (= i 0.0))
(assert (= t 1.0))
(assert (= visits (+ (- 1.0) W)))
(assert (not (= (* t visits) (+ (- 1.0) W))))
(check-sat)
