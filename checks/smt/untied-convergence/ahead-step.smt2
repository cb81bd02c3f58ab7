; claim: untied-convergence
; obligation: ahead-step
; In words: over ones a grows by 2: so a vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a_0 Real)
(declare-const i Real)
(assert (>= i 0.0))
(assert (not (= (+ 2.0 a_0 (* 2.0 i)) (+ 2.0 a_0 (* 2.0 i)))))
(check-sat)
