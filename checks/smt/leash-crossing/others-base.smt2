; claim: leash-crossing
; obligation: others-base
; In words: over no targets both sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const left Real)
(declare-const mass Real)
(declare-const solved_others Real)
(assert (>= i 0.0))
(assert (>= mass 0.0))
(assert (>= solved_others 0.0))
(assert (= i 0.0))
(assert (= mass 0.0))
(assert (= solved_others 0.0))
(assert (not (>= solved_others (* mass (+ 1.0 (* (- 1.0) left))))))
(check-sat)
