; claim: equal-gaps
; obligation: turns-less
; In words: the walker turns no more often at an entry, nor at an exit
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const a Real)
(declare-const b Real)
(assert (> L 0.0))
(assert (>= a 0.0))
(assert (>= b 0.0))
(assert (not (and (<= (* 1.0 (+ 1.0 (* L (+ 1.0 a)))) (* 1.0 (+ 1.0 (* L (+ 1.0 a b))))) (<= (* L (+ 1.0 L a)) (* L (+ 1.0 L a b))))))
(check-sat)
