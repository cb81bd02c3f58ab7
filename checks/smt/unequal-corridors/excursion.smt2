; claim: unequal-corridors
; obligation: excursion
; In words: from v, reached from the fork's side, it takes `out` steps to be back across the edge
; before it, from the leaf's side `again` steps: so an excursion beyond the vertex before takes
; r_(v-1) = 2 + (p/q) r_v
; expected answer: unsat
(set-logic QF_NRA)
(declare-const again Real)
(declare-const out Real)
(declare-const p Real)
(declare-const q Real)
(declare-const r Real)
(assert (> again 0.0))
(assert (> out 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> r 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= out (+ 1.0 (* (- 1.0) p) (* p (+ again r)))))
(assert (= again (+ q (* (+ 1.0 (* (- 1.0) q)) (+ again r)))))
(assert (not (= (* q (+ 1.0 out)) (+ (* 2.0 q) (* p r)))))
(check-sat)
