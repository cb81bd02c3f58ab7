; claim: shared-rows
; obligation: way-out-base
; In words: before the first diamond of the way out no surplus is negative
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const S Real)
(declare-const a Real)
(declare-const c Real)
(declare-const i Real)
(declare-const x Real)
(assert (> P 0.0))
(assert (> a 0.0))
(assert (> c 0.0))
(assert (>= i 0.0))
(assert (<= a 1.0))
(assert (<= c 1.0))
(assert (= i 0.0))
(assert (= x 0.0))
(assert (= S 0.0))
(assert (= P 1.0))
(assert (not (and (>= x 0.0) (>= S 0.0))))
(check-sat)
