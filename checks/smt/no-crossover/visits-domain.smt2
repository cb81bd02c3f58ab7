; claim: no-crossover
; obligation: visits-domain
; In words: leaf visits that the budget allows: what is declared positive is so at the start, and
; stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const a Real)
(declare-const best Real)
(declare-const e Real)
(declare-const left Real)
(declare-const straight Real)
(declare-const success Real)
(assert (> W 0.0))
(assert (>= a 0.0))
(assert (>= best 0.0))
(assert (> e 0.0))
(assert (>= left 0.0))
(assert (>= straight 0.0))
(assert (>= success 0.0))
(assert (>= W 1.0))
(assert (<= (+ a e) 1.0))
(assert (<= (* W best) (+ (* e (+ 1.0 (* success (+ (- 1.0) W)))) (* W a best))))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= 1.0 0.0) (>= best 0.0) (>= (+ 1.0 (* straight (+ (- 1.0) W))) (* 0.0 W)) (>= (* left (+ (- 1.0) W)) (* 0.0 W)))))
(check-sat)
