; claim: learning-curve
; obligation: untied-steps
; In words: two equal gaps stay equal if only one of them moves
; expected answer: sat
(set-logic QF_NRA)
(declare-const gap Real)
(declare-const gap_next Real)
(declare-const other Real)
(declare-const other_next Real)
(assert (= gap other))
(assert (= gap_next (+ 1.0 gap)))
(assert (= other_next other))
(assert (not (= gap_next other_next)))
(check-sat)
