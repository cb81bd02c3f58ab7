; claim: cost-gradient
; obligation: adjoint-step
; In words: if there S = 1 + r S, as the theory has it, so it is a vertex on
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const product Real)
(declare-const q Real)
(declare-const ratio Real)
(declare-const sum Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (and (= (* p (* product q ratio)) (* p (* product q ratio))) (= (* p (+ p (* p ratio sum) (* product q ratio))) (* p (+ p (* ratio (+ (* p sum) (* product q)))))))))
(check-sat)
