; claim: sft-dynamics
; obligation: entry-rate
; In words: tau = D + L (E-1) gives 1/(1 + L + tau) <= 1 - c <= 1/(1 + L + tau L/(L+1))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const E Real)
(declare-const L Real)
(declare-const tau Real)
(assert (>= D 0.0))
(assert (> E 0.0))
(assert (> L 0.0))
(assert (>= tau 0.0))
(assert (= tau (+ D (* L (+ (- 1.0) E)))))
(assert (>= E 1.0))
(assert (<= D (+ (- 1.0) E)))
(assert (not (and (>= (* 1.0 (+ 1.0 L tau)) (* 1.0 (+ 1.0 (* E L)))) (<= (* 1.0 (+ 1.0 L (* L tau) (* L (+ 1.0 L)))) (* (+ 1.0 L) (+ 1.0 (* E L)))))))
(check-sat)
