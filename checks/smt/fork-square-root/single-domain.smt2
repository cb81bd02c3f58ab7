; claim: fork-square-root
; obligation: single-domain
; In words: corridors that one leaf visit may take, one after the other: what is declared positive is
; so at the start, and stays so
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
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= 0.0 0.0) (>= (+ success (* chosen prior)) 0.0) (>= (+ chosen taken) 0.0) (>= (+ missed (* chosen (+ M (* (- 1.0) prior)))) 0.0))))
(check-sat)
