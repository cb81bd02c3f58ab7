; claim: zero-gradient
; obligation: visited-row
; In words: a row where the data always takes one move is pushed toward it until its probability is
; one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const others Real)
(declare-const pi Real)
(declare-const taken Real)
(assert (>= others 0.0))
(assert (> pi 0.0))
(assert (>= taken 0.0))
(assert (<= pi 1.0))
(assert (= others 0.0))
(assert (> taken 0.0))
(assert (not (and (<= (+ (* (- 1.0) taken) (* pi (+ others taken))) 0.0) (=> (< pi 1.0) (< (+ (* (- 1.0) taken) (* pi (+ others taken))) 0.0)))))
(check-sat)
