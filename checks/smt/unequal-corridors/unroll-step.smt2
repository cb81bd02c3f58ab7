; claim: unequal-corridors
; obligation: unroll-step
; In words: if R is twice the products so far and the next product times R beyond, so it is one vertex
; on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R_fork Real)
(declare-const beyond Real)
(declare-const beyond_next Real)
(declare-const p Real)
(declare-const product Real)
(declare-const products Real)
(declare-const q Real)
(assert (>= beyond_next 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= (* beyond q) (+ (* 2.0 q) (* beyond_next p))))
(assert (= R_fork (+ (* 2.0 products) (* beyond product))))
(assert (not (= (* R_fork q) (+ (* 2.0 product q) (* 2.0 products q) (* beyond_next p product)))))
(check-sat)
