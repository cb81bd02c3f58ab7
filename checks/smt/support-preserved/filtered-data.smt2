; claim: support-preserved
; obligation: filtered-data
; In words: a positive move stays positive under an update with g >= 0, as when samples are filtered
; expected answer: sat
(set-logic QF_NRA)
(declare-const Z Real)
(declare-const g Real)
(declare-const p Real)
(declare-const p_next Real)
(assert (> Z 0.0))
(assert (>= g 0.0))
(assert (>= p 0.0))
(assert (>= p_next 0.0))
(assert (> p 0.0))
(assert (= (* Z p_next) (* g p)))
(assert (not (> p_next 0.0)))
(check-sat)
