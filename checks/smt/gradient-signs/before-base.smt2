; claim: gradient-signs
; obligation: before-base
; In words: before: without a diamond L x = M i = 0 and 2S = 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Mi Real)
(declare-const i Real)
(assert (>= Mi 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= Mi 0.0))
(assert (not (and (= Mi 0.0) (= (+ 2.0 (* 2.0 Mi)) 2.0))))
(check-sat)
