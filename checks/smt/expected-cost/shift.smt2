; claim: expected-cost
; obligation: shift
; In words: a solution of the first-step equation plus a constant is one again: ending a passage with
; a value adds it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const ahead Real)
(declare-const behind Real)
(declare-const constant Real)
(declare-const p Real)
(declare-const value Real)
(assert (> p 0.0))
(assert (<= p 1.0))
(assert (= value (+ 1.0 (* ahead p) (* behind (+ 1.0 (* (- 1.0) p))))))
(assert (not (= (+ constant value) (+ 1.0 (* p (+ ahead constant)) (* (+ 1.0 (* (- 1.0) p)) (+ behind constant))))))
(check-sat)
