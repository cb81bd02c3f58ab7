; claim: shared-rows
; obligation: return-lanes
; In words: if the surplus after i diamonds is at least P - 1, that on the next lanes is at least (1 +
; LF) P L/(L+1) - 1, forward entries being no worse than base
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const L Real)
(declare-const P Real)
(declare-const c Real)
(declare-const y Real)
(assert (> F 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> c 0.0))
(assert (>= y 0.0))
(assert (>= y (+ (- 1.0) P)))
(assert (>= (* c (+ 1.0 L)) L))
(assert (not (>= (* (+ 1.0 L) (+ (* F L) (* c y (+ 1.0 (* F L))))) (+ (- 1.0) (* (- 1.0) L) (* L P (+ 1.0 (* F L)))))))
(check-sat)
