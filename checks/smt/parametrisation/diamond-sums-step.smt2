; claim: parametrisation
; obligation: diamond-sums-step
; In words: i diamonds have 4i gaps, and n/(1+1/L) adds up to 2W i L
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const W Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (not (and (= (+ 4.0 (* 4.0 i)) (+ 4.0 (* 4.0 i))) (= (* 2.0 L W (+ 1.0 i)) (* 2.0 L W (+ 1.0 i))))))
(check-sat)
