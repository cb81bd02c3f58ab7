; claim: sft-dynamics
; obligation: exit-rate
; In words: tau = D + (E-1)/L gives 1/(1 + 1/L + tau) <= 1 - a <= L/(L + 1 + tau L/(L+1))
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
(assert (= (* L tau) (+ (- 1.0) E (* D L))))
(assert (>= E 1.0))
(assert (<= D (+ (- 1.0) E)))
(assert (not (and (>= (* L (+ 1.0 L (* L tau))) (* L (+ E L))) (<= (* L (+ 1.0 L (* L tau) (* L (+ 1.0 L)))) (* (* L (+ 1.0 L)) (+ E L))))))
(check-sat)
