; claim: sft-worse-than-base
; obligation: grows-at-base-too
; In words: the factor (c a)/(d b) is more than one with a at base and c at or above base
; expected answer: sat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const p_l Real)
(assert (> L 0.0))
(assert (> p_l 0.0))
(assert (>= L 1.0))
(assert (>= (* p_l (+ 1.0 L)) L))
(assert (<= p_l 1.0))
(assert (not (> (* p_l (+ 1.0 L)) (* 1.0 L))))
(check-sat)
