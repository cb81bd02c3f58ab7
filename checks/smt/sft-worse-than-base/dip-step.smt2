; claim: sft-worse-than-base
; obligation: dip-step
; In words: with one row more, dH/dp < 0, it is below zero
; expected answer: unsat
(set-logic QF_NRA)
(declare-const dH_dt Real)
(declare-const i Real)
(declare-const room Real)
(declare-const slope Real)
(declare-const speed Real)
(assert (>= i 0.0))
(assert (> room 0.0))
(assert (> speed 0.0))
(assert (< slope 0.0))
(assert (<= room 1.0))
(assert (and (<= dH_dt 0.0) (=> (>= i 1.0) (< dH_dt 0.0))))
(assert (not (and (<= (+ dH_dt (* room slope speed)) 0.0) (=> (>= (+ 1.0 i) 1.0) (< (+ dH_dt (* room slope speed)) 0.0)))))
(check-sat)
