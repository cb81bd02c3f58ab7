; claim: fork-square-root
; obligation: single-step
; In words: if the sums of pi f and (M - pi) f add up to M (sum f), so with one more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const chosen Real)
(declare-const missed Real)
(declare-const prior Real)
(declare-const success Real)
(declare-const taken Real)
(assert (>= chosen 0.0))
(assert (>= missed 0.0))
(assert (>= prior 0.0))
(assert (>= success 0.0))
(assert (>= taken 0.0))
(assert (<= prior M))
(assert (= (+ missed success) (* M taken)))
(assert (not (= (+ missed success (* chosen prior) (* chosen (+ M (* (- 1.0) prior)))) (* M (+ chosen taken)))))
(check-sat)
