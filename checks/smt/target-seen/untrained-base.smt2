; claim: target-seen
; obligation: untrained-base
; In words: without diamonds R is 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (= (+ 2.0 (* 2.0 i) (* 2.0 L i)) 2.0)))
(check-sat)
