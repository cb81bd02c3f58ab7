; claim: fork-majorisation
; obligation: any-order
; In words: of two corridors the first, likelier or not, has at least the share in pi that it has by
; sqrt(pi)
; expected answer: sat
(set-logic QF_NRA)
(declare-const x_1 Real)
(declare-const x_2 Real)
(assert (> x_1 0.0))
(assert (> x_2 0.0))
(assert (not (>= (* (* x_1 x_1) (+ x_1 x_2)) (* x_1 (+ (* x_1 x_1) (* x_2 x_2))))))
(check-sat)
