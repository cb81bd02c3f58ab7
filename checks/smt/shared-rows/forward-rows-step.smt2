; claim: shared-rows
; obligation: forward-rows-step
; In words: if i rows add lambda times the sum of theta to theta_0, and their gaps are that sum + i
; lambda s, so with one row more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const lam Real)
(declare-const s Real)
(declare-const theta Real)
(declare-const theta_r Real)
(assert (>= i 0.0))
(assert (> lam 0.0))
(assert (not (and (= (* lam (+ theta theta_r)) (* lam (+ theta theta_r))) (= (+ theta theta_r (* lam s) (* i lam s)) (+ theta theta_r (* lam s (+ 1.0 i)))))))
(check-sat)
