; claim: shared-rows
; obligation: return-step
; In words: hence it is at least F P - 1 after that diamond, forward exits being no worse than base
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const L Real)
(declare-const P Real)
(declare-const a Real)
(declare-const between Real)
(assert (> F 0.0))
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> a 0.0))
(assert (>= between 0.0))
(assert (>= (* between (+ 1.0 L)) (+ (- 1.0) (* (- 1.0) L) (* L P (+ 1.0 (* F L))))))
(assert (>= (* (+ F L) (+ 1.0 (* F L))) (* F (* (+ 1.0 L) (+ 1.0 L)))))
(assert (>= (* a (+ 1.0 L)) 1.0))
(assert (<= a 1.0))
(assert (not (>= (+ F (* a between (+ F L))) (* L (+ (- 1.0) (* F P))))))
(check-sat)
