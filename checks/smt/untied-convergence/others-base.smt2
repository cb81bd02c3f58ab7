; claim: untied-convergence
; obligation: others-base
; In words: without another corridor both sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const alpha_sum Real)
(declare-const beta_sum Real)
(declare-const i Real)
(declare-const u Real)
(assert (> R 0.0))
(assert (>= i 0.0))
(assert (> u 0.0))
(assert (= i 0.0))
(assert (= alpha_sum 0.0))
(assert (= beta_sum 0.0))
(assert (not (and (<= (* R beta_sum) (* alpha_sum u)) (>= alpha_sum 0.0) (>= beta_sum 0.0) (=> (>= i 1.0) (and (> alpha_sum 0.0) (> beta_sum 0.0))))))
(check-sat)
