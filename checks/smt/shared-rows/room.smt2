; claim: shared-rows
; obligation: room
; In words: for delta = L/(L+F) and F >= 6KL, 2K delta is less than one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const K Real)
(declare-const L Real)
(declare-const delta Real)
(assert (> F 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> delta 0.0))
(assert (<= 1.0 K))
(assert (<= 1.0 L))
(assert (>= F (* 6.0 K L)))
(assert (= (* delta (+ F L)) L))
(assert (not (< (* 2.0 K delta) 1.0)))
(check-sat)
