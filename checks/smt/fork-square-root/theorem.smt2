; claim: fork-square-root
; obligation: theorem
; In words: with a skewed target prior pi the best fork is proportional to sqrt(pi), whatever the
; inner rows; if only one leaf may be visited and all inner rows are one, it takes only the most
; likely corridors, in any proportion
; Scope: all W, K, L, every prior and every fork without zeros, for one leaf visit every prior and
; every fork, every passage A > 0, every excursion R > 0, every success e in (0, 1]
; Where F is F, a is a, mass is mass, Q is Q, apart is apart, walk is walk after W steps of corridors
; with pi > 0, one after the other: from F = 0, a = 0, mass = 0, Q = 0, apart = 0, walk = 0 to F = F +
; f, a = a + s, mass = mass + s**2, Q = Q + s**2/f, apart = apart + (-S*f + s)**2/f, walk = s**2*value
; + walk, for any s > 0, f > 0, value >= 0 with (<= f 1) and (= value (+ (* f (+ (* A e) (* value (+ 1
; (* (- 1) e))))) (* (+ 1 (* (- 1) f)) (+ value (* R e)))))
; Where success is success, taken is taken, missed is missed after W steps of corridors that one leaf
; visit may take, one after the other: from success = 0, taken = 0, missed = 0 to success =
; chosen*prior + success, taken = chosen + taken, missed = chosen*(M - prior) + missed, for any prior
; >= 0, chosen >= 0 with (<= prior M)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const F Real)
(declare-const K Real)
(declare-const L Real)
(declare-const M Real)
(declare-const Q Real)
(declare-const R Real)
(declare-const S Real)
(declare-const W Real)
(declare-const a Real)
(declare-const apart Real)
(declare-const e Real)
(declare-const mass Real)
(declare-const missed Real)
(declare-const success Real)
(declare-const taken Real)
(declare-const walk Real)
(assert (> A 0.0))
(assert (>= F 0.0))
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (>= Q 0.0))
(assert (> R 0.0))
(assert (> W 0.0))
(assert (>= a 0.0))
(assert (>= apart 0.0))
(assert (> e 0.0))
(assert (>= mass 0.0))
(assert (>= missed 0.0))
(assert (>= success 0.0))
(assert (>= taken 0.0))
(assert (>= walk 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= e 1.0))
(assert (=> (and (>= W 0.0) (<= e 1.0)) (and (= walk (+ (* A mass) (* R (+ Q (* (- 1.0) mass))))) (= apart (+ Q (* F (* S S)) (* (- 2.0) S a))))))
(assert (=> (>= W 0.0) (>= (* a a) mass)))
(assert (=> (>= W 0.0) (= (+ missed success) (* M taken))))
(assert (not (and (=> (and (= mass 1.0) (= a S) (<= F 1.0)) (and (= (+ 1.0 walk) (+ 1.0 A (* R (+ (- 1.0) Q)))) (>= (+ 1.0 walk) (+ 1.0 A (* R (+ (- 1.0) (* S S))))) (=> (= (+ 1.0 walk) (+ 1.0 A (* R (+ (- 1.0) (* S S))))) (and (= apart 0.0) (= F 1.0))) (=> (and (= apart 0.0) (= F 1.0)) (= (+ 1.0 walk) (+ 1.0 A (* R (+ (- 1.0) (* S S)))))))) (=> (= taken 1.0) (and (<= success M) (=> (= success M) (= missed 0.0)) (=> (= missed 0.0) (= success M)))))))
(check-sat)
