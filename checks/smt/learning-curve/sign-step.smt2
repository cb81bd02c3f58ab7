; claim: learning-curve
; obligation: sign-step
; In words: two equal gaps that both move up by the step stay equal
; expected answer: unsat
(set-logic QF_NRA)
(declare-const gap Real)
(declare-const gap_next Real)
(declare-const other Real)
(declare-const other_next Real)
(declare-const step Real)
(assert (= gap other))
(assert (= gap_next (+ gap step)))
(assert (= other_next (+ other step)))
(assert (not (= gap_next other_next)))
(check-sat)
