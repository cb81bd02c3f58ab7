; claim: sft-worse-than-base
; obligation: dip-base
; In words: without a row the sum is not positive
; expected answer: unsat
(set-logic QF_NRA)
(declare-const dH_dt Real)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= dH_dt 0.0))
(assert (not (and (<= dH_dt 0.0) (=> (>= i 1.0) (< dH_dt 0.0)))))
(check-sat)
