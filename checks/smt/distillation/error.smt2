; claim: distillation
; obligation: error
; In words: the error lies between 1/(1+m+tau) and 1/(1+m+tau m/(1+m))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const E Real)
(declare-const m Real)
(declare-const tau Real)
(assert (>= D 0.0))
(assert (> E 0.0))
(assert (> m 0.0))
(assert (>= tau 0.0))
(assert (>= E 1.0))
(assert (<= D (+ (- 1.0) E)))
(assert (= (+ D (* m (+ (- 1.0) E))) tau))
(assert (not (and (>= (* 1.0 (+ 1.0 m tau)) (* 1.0 (+ 1.0 (* E m)))) (<= (* 1.0 (+ 1.0 m (* m tau) (* m (+ 1.0 m)))) (* (+ 1.0 m) (+ 1.0 (* E m)))))))
(check-sat)
