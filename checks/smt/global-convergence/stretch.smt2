; claim: global-convergence
; obligation: stretch
; In words: (ii) where p and q are one, x and y do not change, and s and t grow by one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const s Real)
(declare-const x Real)
(declare-const y Real)
(assert (> s 0.0))
(assert (>= x 0.0))
(assert (>= y 0.0))
(assert (not (and (= x x) (= y y) (= (+ 1.0 s) (+ 1.0 s)))))
(check-sat)
