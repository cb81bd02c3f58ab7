; claim: golden-words
; obligation: paths-step
; In words: if 1 <= N < G, so with a diamond more, which has L lanes and (L+1)^2 pairs of moves
; expected answer: unsat
(set-logic QF_NRA)
(declare-const G Real)
(declare-const L Real)
(declare-const N Real)
(declare-const i Real)
(assert (> G 0.0))
(assert (> L 0.0))
(assert (> N 0.0))
(assert (>= i 0.0))
(assert (>= L 1.0))
(assert (>= i 1.0))
(assert (and (>= N 1.0) (> G N)))
(assert (not (and (>= (* L N) 1.0) (> (* G (* (+ 1.0 L) (+ 1.0 L))) (* L N)))))
(check-sat)
