; claim: tilt-entropy
; obligation: collisions
; In words: a tilt by u >= 1 does not lower the probability that two words agree
; expected answer: sat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const b Real)
(declare-const n Real)
(declare-const u Real)
(assert (> a 0.0))
(assert (> b 0.0))
(assert (> n 0.0))
(assert (> u 0.0))
(assert (>= u 1.0))
(assert (>= n 1.0))
(assert (not (>= (* (* (+ a (* b n)) (+ a (* b n))) (+ (* a a) (* (* b b) n (* u u)))) (* (* (+ a (* b n u)) (+ a (* b n u))) (+ (* a a) (* (* b b) n))))))
(check-sat)
