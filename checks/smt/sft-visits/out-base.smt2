; claim: sft-visits
; obligation: out-base
; In words: out: before the first diamond the closed forms of x and of the sum of x are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const i Real)
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (not (and (= 0.0 0.0) (= 0.0 0.0))))
(check-sat)
