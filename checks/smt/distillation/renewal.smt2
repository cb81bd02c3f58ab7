; claim: distillation
; obligation: renewal
; In words: a departure from the fork is the last with probability 1/W: W are expected, one into each
; corridor
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const departures Real)
(declare-const visits Real)
(assert (> W 0.0))
(assert (>= departures 0.0))
(assert (>= visits 0.0))
(assert (<= 1.0 W))
(assert (= (* W departures) (+ W (* departures (+ (- 1.0) W)))))
(assert (= (* W visits) departures))
(assert (not (and (= departures W) (= visits 1.0))))
(check-sat)
