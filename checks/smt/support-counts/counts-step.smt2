; claim: support-counts
; obligation: counts-step
; In words: if P + S and P + E are the sums of u and of v, so with a problem more
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
(assert (and (= (+ P S) solved_base) (= (+ E P) solved_tuned)))
(assert (not (and (= (+ P S (* u v) (* u (+ 1.0 (* (- 1.0) v)))) (+ solved_base u)) (= (+ E P (* u v) (* v (+ 1.0 (* (- 1.0) u)))) (+ solved_tuned v)))))
(check-sat)
