; claim: parametrisation
; obligation: room
; In words: with k = 16 M^2 delta <= 1 the errors of j + 1 <= M + 1 vertices are less than one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const delta Real)
(declare-const j Real)
(declare-const k Real)
(declare-const share Real)
(assert (> M 0.0))
(assert (> delta 0.0))
(assert (>= j 0.0))
(assert (> k 0.0))
(assert (>= share 0.0))
(assert (= k (* 16.0 M share)))
(assert (= share (* M delta)))
(assert (<= k 1.0))
(assert (>= M 2.0))
(assert (<= j M))
(assert (not (< (* delta (+ 1.0 j)) 1.0)))
(check-sat)
