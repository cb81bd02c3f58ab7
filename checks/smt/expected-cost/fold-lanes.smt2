; claim: expected-cost
; obligation: fold-lanes
; In words: if each of the L lanes is taken with one share of p, and is worth the same, the first-step
; equation has one edge taken with p
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const ahead Real)
(declare-const behind Real)
(declare-const p Real)
(declare-const share Real)
(assert (> L 0.0))
(assert (> p 0.0))
(assert (<= p 1.0))
(assert (= (* L share) p))
(assert (not (= (+ 1.0 (* behind (+ 1.0 (* (- 1.0) p))) (* L ahead share)) (+ 1.0 (* ahead p) (* behind (+ 1.0 (* (- 1.0) p)))))))
(check-sat)
