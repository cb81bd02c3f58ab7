; claim: untied-convergence
; obligation: weights-base
; In words: a stays at least 2: so at the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const a Real)
(declare-const alpha Real)
(declare-const i Real)
(assert (> P 0.0))
(assert (> alpha 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= a (+ 2.0 alpha)))
(assert (= P 1.0))
(assert (not (>= a 2.0)))
(check-sat)
