; claim: golden-words
; obligation: paths-base
; In words: 1 <= L < (L+1)^2
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
(assert (= i 1.0))
(assert (= N L))
(assert (= G (* (+ 1.0 L) (+ 1.0 L))))
(assert (not (and (>= N 1.0) (> G N))))
(check-sat)
