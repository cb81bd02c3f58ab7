; claim: tilt-coverage
; obligation: shared-tilt
; In words: two prompts with weights 3/4 and 1/4 and both of success 1/2: a change that does not lower
; the mean success does not lower pass@3
; expected answer: sat
(set-logic QF_NRA)
(declare-const first Real)
(declare-const second Real)
(assert (>= first 0.0))
(assert (>= second 0.0))
(assert (<= first 1.0))
(assert (<= second 1.0))
(assert (>= (+ (* 3.0 first) second) 2.0))
(assert (not (>= (* 8.0 (+ 4.0 (* (- 3.0) (* (+ 1.0 (* (- 1.0) first)) (+ 1.0 (* (- 1.0) first)) (+ 1.0 (* (- 1.0) first)))) (* (- 1.0) (* (+ 1.0 (* (- 1.0) second)) (+ 1.0 (* (- 1.0) second)) (+ 1.0 (* (- 1.0) second)))))) (* 4.0 7.0))))
(check-sat)
