; claim: untied-convergence
; obligation: ahead-base
; In words: over ones a grows by 2: so at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a_0 Real)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (= (+ a_0 (* 2.0 i)) a_0)))
(check-sat)
