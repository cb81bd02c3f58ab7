; claim: cot-pass
; obligation: vertices-base
; In words: before the first vertex all products are 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const P_more Real)
(declare-const Q Real)
(declare-const Q_more Real)
(declare-const i Real)
(assert (>= P 0.0))
(assert (>= P_more 0.0))
(assert (>= Q 0.0))
(assert (>= Q_more 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (= Q 1.0))
(assert (= P_more 1.0))
(assert (= Q_more 1.0))
(assert (not (and (<= P P_more) (<= P_more 1.0) (<= Q Q_more) (<= Q_more 1.0))))
(check-sat)
