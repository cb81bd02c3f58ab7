; claim: no-crossover
; obligation: visits-step
; In words: if S_g is at most 1 - (1 - 1/W)^g, which is the success of the straight policy, so with
; one visit more
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
(assert (and (<= success (+ 1.0 (* (- 1.0) left))) (= straight (+ 1.0 (* (- 1.0) left)))))
(assert (not (and (<= (* W best) (+ W (* (- 1.0) left (+ (- 1.0) W)))) (= (* W (+ 1.0 (* straight (+ (- 1.0) W)))) (* W (+ W (* (- 1.0) left (+ (- 1.0) W))))))))
(check-sat)
