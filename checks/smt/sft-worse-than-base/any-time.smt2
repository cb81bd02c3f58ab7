; claim: sft-worse-than-base
; obligation: any-time
; In words: with forward rows above base, c > L/(L+1) and a > 1/(L+1), a diamond takes the surplus y
; of the way back to at least (c a)/(d b) y + 1, and that factor is more than one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const a Real)
(declare-const c Real)
(declare-const y Real)
(assert (> L 0.0))
(assert (> a 0.0))
(assert (> c 0.0))
(assert (>= y 0.0))
(assert (>= L 1.0))
(assert (> (* c (+ 1.0 L)) L))
(assert (> (* a (+ 1.0 L)) 1.0))
(assert (<= c 1.0))
(assert (<= a 1.0))
(assert (not (and (>= (* L (+ 1.0 (* a (+ 1.0 L) (+ L (* c y (+ 1.0 L)))))) (* L (+ L (* a c y (* (+ 1.0 L) (+ 1.0 L)))))) (> (* a c (* (+ 1.0 L) (+ 1.0 L))) (* 1.0 L)))))
(check-sat)
