; claim: untied-convergence
; obligation: first
; In words: u (2i + alpha) = beta (R - 2i) for i >= 1 contradicts beta R <= alpha u
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const R Real)
(declare-const alpha_sum Real)
(declare-const beta_sum Real)
(declare-const i Real)
(declare-const u Real)
(assert (> R 0.0))
(assert (>= i 0.0))
(assert (> u 0.0))
(assert (> alpha_sum 0.0))
(assert (> beta_sum 0.0))
(assert (= R (+ 2.0 E (* 2.0 i))))
(assert (<= (* R beta_sum) (* alpha_sum u)))
(assert (not (not (= (* u (+ 2.0 alpha_sum (* 2.0 i))) (* E beta_sum)))))
(check-sat)
