; claim: fork-square-root
; obligation: single-base
; In words: over no corridors all sums are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const i Real)
(declare-const missed Real)
(declare-const success Real)
(declare-const taken Real)
(assert (>= i 0.0))
(assert (>= missed 0.0))
(assert (>= success 0.0))
(assert (>= taken 0.0))
(assert (= i 0.0))
(assert (= success 0.0))
(assert (= taken 0.0))
(assert (= missed 0.0))
(assert (not (= (+ missed success) (* M taken))))
(check-sat)
