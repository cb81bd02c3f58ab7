; claim: unequal-corridors
; obligation: never-turning-is-best
; In words: two corridors, of depth 1 and 5: no policy costs less than the one that never turns
; expected answer: sat
(set-logic QF_NRA)
(declare-const p Real)
(assert (> p 0.0))
(assert (<= p 1.0))
(assert (not (>= (+ 4.0 (* 8.0 p) (* 10.0 (* p p))) (* 22.0 p))))
(check-sat)
