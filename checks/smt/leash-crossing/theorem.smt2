; claim: leash-crossing
; obligation: theorem
; In words: a fork that takes one corridor alone has pass@k at most the prior m of its target for
; every k; a walker that reaches every target with probability at least p in (0, 1] has a larger
; pass@k wherever (1-p)^k < 1 - m, and so from k p (1 - m) > m on
; Scope: all W, every prior and every walker that reaches all targets, every number of samples k >= 0,
; every success probability p in (0, 1], every prior of one corridor m in [0, 1], every success at the
; target of that corridor hot, here in [0, 1]
; Where X is X after k steps of samples that all miss: from X = 1 to X = X*(1 - p)
; Where mass is mass, solved_others is solved_others after W - 1 steps of other targets, one after the
; other: from mass = 0, solved_others = 0 to mass = mass + prior, solved_others = prior*solved +
; solved_others, for any prior >= 0, solved >= 0 with (>= solved (+ 1 (* (- 1) left)))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const X Real)
(declare-const here Real)
(declare-const hot Real)
(declare-const k Real)
(declare-const left Real)
(declare-const m Real)
(declare-const mass Real)
(declare-const p Real)
(declare-const solved_others Real)
(assert (> W 0.0))
(assert (>= X 0.0))
(assert (>= here 0.0))
(assert (>= hot 0.0))
(assert (>= k 0.0))
(assert (>= m 0.0))
(assert (>= mass 0.0))
(assert (> p 0.0))
(assert (>= solved_others 0.0))
(assert (>= W 1.0))
(assert (<= p 1.0))
(assert (<= m 1.0))
(assert (<= hot 1.0))
(assert (<= here 1.0))
(assert (=> (and (>= k 0.0) (<= p 1.0)) (<= (* X (+ 1.0 (* k p))) 1.0)))
(assert (=> (>= (+ (- 1.0) W) 0.0) (>= solved_others (* mass (+ 1.0 (* (- 1.0) left))))))
(assert (not (=> (and (= (+ m mass) 1.0) (= left X) (>= here (+ 1.0 (* (- 1.0) X)))) (and (<= (* hot m) m) (=> (< X (+ 1.0 (* (- 1.0) m))) (> (+ solved_others (* here m)) (* hot m))) (=> (> (* k p (+ 1.0 (* (- 1.0) m))) m) (> (+ solved_others (* here m)) (* hot m)))))))
(check-sat)
