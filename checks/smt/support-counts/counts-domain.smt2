; claim: support-counts
; obligation: counts-domain
; In words: problems of two models, one after the other: what is declared positive is so at the start,
; and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const P Real)
(declare-const S Real)
(declare-const solved_base Real)
(declare-const solved_tuned Real)
(declare-const u Real)
(declare-const v Real)
(assert (>= E 0.0))
(assert (>= P 0.0))
(assert (>= S 0.0))
(assert (>= solved_base 0.0))
(assert (>= solved_tuned 0.0))
(assert (>= u 0.0))
(assert (>= v 0.0))
(assert (<= u 1.0))
(assert (<= v 1.0))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= 0.0 0.0) (>= 0.0 0.0) (>= 0.0 0.0) (>= (+ P (* u v)) 0.0) (>= (+ E (* v (+ 1.0 (* (- 1.0) u)))) 0.0) (>= (+ S (* u (+ 1.0 (* (- 1.0) v)))) 0.0) (>= (+ solved_base u) 0.0) (>= (+ solved_tuned v) 0.0))))
(check-sat)
