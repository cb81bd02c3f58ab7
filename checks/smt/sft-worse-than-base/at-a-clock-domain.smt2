; claim: sft-worse-than-base
; obligation: at-a-clock-domain
; In words: surplus crossings at a clock: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const a Real)
(declare-const c Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (> a 0.0))
(assert (> c 0.0))
(assert (>= L 1.0))
(assert (> (* c (+ 1.0 L)) L))
(assert (> (* a (+ 1.0 L)) 1.0))
(assert (<= c 1.0))
(assert (<= a 1.0))
(assert (not (and (> 1.0 0.0) (> (* P a c (* (+ 1.0 L) (+ 1.0 L))) (* 0.0 L)))))
(check-sat)
