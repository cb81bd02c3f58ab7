; claim: support-preserved
; obligation: support-base
; In words: after no update, the support is that of the start
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(declare-const p_k Real)
(declare-const p_start Real)
(assert (>= i 0.0))
(assert (>= p_k 0.0))
(assert (>= p_start 0.0))
(assert (= i 0.0))
(assert (= p_k p_start))
(assert (not (and (=> (= p_start 0.0) (= p_k 0.0)) (=> (> p_start 0.0) (> p_k 0.0)))))
(check-sat)
