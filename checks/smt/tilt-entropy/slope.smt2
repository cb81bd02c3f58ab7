; claim: tilt-entropy
; obligation: slope
; In words: correct words never have more surprisal than average, so that no small tilt raises the
; entropy
; expected answer: sat
(set-logic QF_NRA)
(declare-const s Real)
(declare-const surprise Real)
(declare-const wrong_surprise Real)
(assert (> s 0.0))
(assert (> surprise 0.0))
(assert (> wrong_surprise 0.0))
(assert (< s 1.0))
(assert (not (<= surprise (* s (+ surprise wrong_surprise)))))
(check-sat)
