; claim: equal-gaps
; obligation: corridor-base
; In words: at the first diamond no coefficient is below 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const each Real)
(declare-const fall Real)
(declare-const first Real)
(declare-const i Real)
(declare-const rise Real)
(declare-const whole Real)
(assert (>= i 0.0))
(assert (>= first 0.0))
(assert (>= fall 0.0))
(assert (>= rise 0.0))
(assert (= i 0.0))
(assert (= each first))
(assert (= whole first))
(assert (not (and (>= each 0.0) (>= whole 0.0))))
(check-sat)
