; claim: support-preserved
; obligation: support-domain
; In words: updates of a row: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Z Real)
(declare-const g Real)
(declare-const p_k Real)
(declare-const p_next Real)
(declare-const p_start Real)
(assert (> Z 0.0))
(assert (> g 0.0))
(assert (>= p_k 0.0))
(assert (>= p_next 0.0))
(assert (>= p_start 0.0))
(assert (= (* Z p_next) (* g p_k)))
(assert (not (and (>= p_start 0.0) (>= p_next 0.0))))
(check-sat)
