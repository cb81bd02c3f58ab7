; claim: sft-worse-than-base
; obligation: geometric
; In words: if y' >= f y + 1 with f > 1, and (f-1) y >= P - 1, then (f-1) y' >= f P - 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P_i Real)
(declare-const f Real)
(declare-const g Real)
(declare-const g_next Real)
(assert (> f 1.0))
(assert (>= g_next (+ 1.0 (* f g))))
(assert (>= (* g (+ (- 1.0) f)) (+ (- 1.0) P_i)))
(assert (not (>= (* g_next (+ (- 1.0) f)) (+ (- 1.0) (* P_i f)))))
(check-sat)
