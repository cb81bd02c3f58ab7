; claim: fork-square-root
; obligation: attained-base
; In words: over no corridors, with s = S f, sum s^2/f = S (sum s)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const S Real)
(declare-const a Real)
(assert (>= Q 0.0))
(assert (>= S 0.0))
(assert (>= a 0.0))
(assert (= Q 0.0))
(assert (= a 0.0))
(assert (not (= Q (* S a))))
(check-sat)
