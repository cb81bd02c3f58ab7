; claim: parametrisation
; obligation: geometric-on-gaps
; In words: on gaps an error below 1/2 falls by at least a hundredth of itself a unit of time
; expected answer: sat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const slope Real)
(assert (> p 0.0))
(assert (< (* 2.0 (+ 1.0 (* (- 1.0) p))) 1.0))
(assert (< p 1.0))
(assert (>= slope 4.0))
(assert (<= slope 100.0))
(assert (not (>= (* 100.0 (* (* p p) slope (* (+ 1.0 (* (- 1.0) p)) (+ 1.0 (* (- 1.0) p))))) (+ 1.0 (* (- 1.0) p)))))
(check-sat)
