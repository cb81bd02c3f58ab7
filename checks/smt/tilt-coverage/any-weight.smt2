; claim: tilt-coverage
; obligation: any-weight
; In words: a tilt of any weight does not lower pass@k
; Scope: all k, every success probability q in [0, 1], every weight of a success u > 0
; Where Y is Y, X is X after k steps of powers of two bases: from Y = 1, X = 1 to Y = Y*tilted_miss, X
; = X*miss
; expected answer: sat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const Y Real)
(declare-const k Real)
(declare-const miss Real)
(declare-const q Real)
(declare-const r Real)
(declare-const tilted_miss Real)
(declare-const u Real)
(assert (>= X 0.0))
(assert (>= Y 0.0))
(assert (> k 0.0))
(assert (>= q 0.0))
(assert (> u 0.0))
(assert (>= k 1.0))
(assert (<= q 1.0))
(assert (=> (and (>= q 0.0) (>= (+ 1.0 (* (- 1.0) q)) 0.0) (= 1.0 1.0) (= (* r (+ 1.0 (* (- 1.0) q) (* q u))) (* q u))) (= (* r (+ 1.0 (* q (+ (- 1.0) u)))) (* q u))))
(assert (=> (and (>= k 0.0) (>= tilted_miss 0.0) (<= tilted_miss miss)) (<= Y X)))
(assert (not (=> (and (>= u 0.0) (and (= (* r (+ 1.0 (* (- 1.0) q) (* q u))) (* q u)) (= miss (+ 1.0 (* (- 1.0) q))) (= tilted_miss (+ 1.0 (* (- 1.0) r))))) (and (= (* r (+ 1.0 (* q (+ (- 1.0) u)))) (* q u)) (>= r q) (>= (+ 1.0 (* (- 1.0) Y)) (+ 1.0 (* (- 1.0) X)))))))
(check-sat)
