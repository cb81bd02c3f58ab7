; claim: zero-gradient
; obligation: unvisited-row
; In words: a row that the data does not visit has gradient zero, whatever its probabilities
; expected answer: unsat
(set-logic QF_NRA)
(declare-const others Real)
(declare-const pi Real)
(declare-const taken Real)
(assert (>= others 0.0))
(assert (> pi 0.0))
(assert (>= taken 0.0))
(assert (<= pi 1.0))
(assert (= (+ others taken) 0.0))
(assert (not (= (+ (* (- 1.0) taken) (* pi (+ others taken))) 0.0)))
(check-sat)
