; claim: leash-crossing
; obligation: missed-base
; In words: before the first sample, 1 <= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const i Real)
(declare-const p Real)
(assert (>= X 0.0))
(assert (>= i 0.0))
(assert (> p 0.0))
(assert (<= p 1.0))
(assert (= i 0.0))
(assert (= X 1.0))
(assert (not (<= (* X (+ 1.0 (* i p))) 1.0)))
(check-sat)
