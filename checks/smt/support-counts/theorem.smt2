; claim: support-counts
; obligation: theorem
; In words: over any n problems E - S is the expected number that the tuned model solves less that of
; base; identical models that solve some problem with a chance in (0, 1) have E = S > 0 on average,
; discovery and less than full retention
; Scope: all n, every two models, every model with itself, every chance of another problem some in [0,
; 1]
; Where P is P, E is E, S is S, solved_base is solved_base, solved_tuned is solved_tuned after n steps
; of problems of two models, one after the other: from P = 0, E = 0, S = 0, solved_base = 0,
; solved_tuned = 0 to P = P + u*v, E = E + v*(1 - u), S = S + u*(1 - v), solved_base = solved_base +
; u, solved_tuned = solved_tuned + v, for any u >= 0, v >= 0 with (<= u 1) and (<= v 1)
; Where P_null is P_null, E_null is E_null, solved_null is solved_null after n - 1 steps of problems
; of a model and itself, one after the other: from P_null = 0, E_null = 0, solved_null = 0 to P_null =
; P_null + alike**2, E_null = E_null + alike*(1 - alike), solved_null = alike + solved_null, for any
; alike >= 0 with (<= alike 1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const E_null Real)
(declare-const P Real)
(declare-const P_null Real)
(declare-const S Real)
(declare-const n Real)
(declare-const solved_base Real)
(declare-const solved_null Real)
(declare-const solved_tuned Real)
(declare-const some Real)
(assert (>= E 0.0))
(assert (>= E_null 0.0))
(assert (>= P 0.0))
(assert (>= P_null 0.0))
(assert (>= S 0.0))
(assert (> n 0.0))
(assert (>= solved_base 0.0))
(assert (>= solved_null 0.0))
(assert (>= solved_tuned 0.0))
(assert (>= some 0.0))
(assert (>= n 1.0))
(assert (<= some 1.0))
(assert (=> (>= n 0.0) (and (= (+ P S) solved_base) (= (+ E P) solved_tuned))))
(assert (=> (>= (+ (- 1.0) n) 0.0) (= (+ E_null P_null) solved_null)))
(assert (not (and (= (+ E (* (- 1.0) S)) (+ (* (- 1.0) solved_base) solved_tuned)) (=> (and (> some 0.0) (< some 1.0) (>= n 1.0)) (and (> (+ E_null (* some (+ 1.0 (* (- 1.0) some)))) 0.0) (< (+ P_null (* some some)) (+ solved_null some)))))))
(check-sat)
