; claim: separation
; obligation: beyond-any-bound
; In words: a ratio of at least P / (4 (2K+1)) is at least M once K >= 8 M
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const M Real)
(declare-const P Real)
(declare-const ratio Real)
(assert (>= K 0.0))
(assert (>= M 0.0))
(assert (> P 0.0))
(assert (>= ratio 0.0))
(assert (>= P (* (+ 1.0 K) (+ 1.0 K))))
(assert (>= (* 4.0 ratio (+ 1.0 (* 2.0 K))) P))
(assert (>= K (* 8.0 M)))
(assert (not (>= ratio M)))
(check-sat)
