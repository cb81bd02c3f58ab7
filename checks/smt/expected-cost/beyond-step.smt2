; claim: expected-cost
; obligation: beyond-step
; In words: if so at v, then so at v-1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const T Real)
(declare-const i Real)
(declare-const p Real)
(declare-const q Real)
(declare-const x_v Real)
(assert (>= i 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (= (* p (+ 1.0 (* 2.0 T p) (* i p) (* q x_v))) (* p (+ 1.0 (* 2.0 T p) (* i p) (* q x_v))))))
(check-sat)
