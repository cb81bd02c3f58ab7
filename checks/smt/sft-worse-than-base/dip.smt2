; claim: sft-worse-than-base
; obligation: dip
; In words: if the rows so far contribute -so_far <= 0 to dH/dt, then with one more row, dH/dp < 0,
; the sum is below zero
; expected answer: unsat
(set-logic QF_NRA)
(declare-const room Real)
(declare-const slope Real)
(declare-const so_far Real)
(declare-const speed Real)
(assert (> room 0.0))
(assert (>= so_far 0.0))
(assert (> speed 0.0))
(assert (< slope 0.0))
(assert (<= room 1.0))
(assert (not (< (+ (* (- 1.0) so_far) (* room slope speed)) 0.0)))
(check-sat)
