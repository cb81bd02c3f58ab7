; claim: untied-convergence
; obligation: excursion-base
; In words: E is at most twice the number of edges if every q is one: so at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const i Real)
(declare-const x Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= x 0.0))
(assert (= E 2.0))
(assert (not (and (>= x 0.0) (>= E 0.0) (<= E (+ 2.0 (* 2.0 i))))))
(check-sat)
