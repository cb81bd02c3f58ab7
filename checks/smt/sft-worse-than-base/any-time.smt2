; claim: sft-worse-than-base
; obligation: any-time
; In words: with forward rows above base, c > L/(L+1) and a > 1/(L+1), a diamond takes the surplus y
; of the way back to at least (c a)/(d b) y, and that factor is more than one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const p_l Real)
(declare-const p_r Real)
(declare-const y Real)
(assert (> L 0.0))
(assert (> p_l 0.0))
(assert (> p_r 0.0))
(assert (>= y 0.0))
(assert (>= L 1.0))
(assert (> (* p_l (+ 1.0 L)) L))
(assert (> (* p_r (+ 1.0 L)) 1.0))
(assert (<= p_l 1.0))
(assert (<= p_r 1.0))
(assert (not (and (>= (* L (+ 1.0 (* p_r (+ 1.0 L) (+ L (* p_l y (+ 1.0 L)))))) (* L (* p_l p_r y (* (+ 1.0 L) (+ 1.0 L))))) (> (* p_l p_r (* (+ 1.0 L) (+ 1.0 L))) (* 1.0 L)))))
(check-sat)
