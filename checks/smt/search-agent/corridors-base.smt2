; claim: search-agent
; obligation: corridors-base
; In words: without a wrong corridor left, the target is a passage away from the fork
; expected answer: unsat
(set-logic QF_NRA)
(declare-const back Real)
(declare-const i Real)
(declare-const passage Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (= (+ (* 2.0 passage) (* i (+ back passage))) (* 2.0 passage))))
(check-sat)
