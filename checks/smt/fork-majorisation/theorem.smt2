; claim: fork-majorisation
; obligation: theorem
; In words: for every prior pi each of these forks is majorised by the next: uniform, in proportion to
; sqrt(pi), pi, one-hot; so from each to the next every Schur-concave entropy of the first answer
; falls, or stays, and the probability that one answer is correct rises, or stays
; Scope: all W, every prior, its corridors in order of likelihood, its shares in order, every number
; of likeliest corridors m >= 0
; Where A is A, B is B after m steps of the likeliest corridors, one after the other: from A = 0, B =
; 0 to A = A + x, B = B + x**2, for any x >= 0 with (>= x t)
; Where C is C, D is D after W - m steps of the other corridors, one after the other: from C = 0, D =
; 0 to C = C + y, D = D + y**2, for any y >= 0 with (<= y t)
; Where pi_before is pi_before, gain is gain, rise is rise after W steps of all corridors, one after
; the other: from pi_before = 1, gain = 0, rise = 0 to pi_before = pi, gain = gain_behind, rise =
; pi*(-gain + gain_behind) + rise, for any pi >= 0, gain_behind >= 0 with (<= pi pi_before)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const C Real)
(declare-const D Real)
(declare-const W Real)
(declare-const gain Real)
(declare-const m Real)
(declare-const pi_before Real)
(declare-const rise Real)
(declare-const t Real)
(assert (>= A 0.0))
(assert (>= B 0.0))
(assert (>= C 0.0))
(assert (>= D 0.0))
(assert (> W 0.0))
(assert (>= m 0.0))
(assert (>= pi_before 0.0))
(assert (>= W 1.0))
(assert (=> (>= m 0.0) (and (>= A (* m t)) (>= B (* A t)))))
(assert (=> (>= (+ W (* (- 1.0) m)) 0.0) (and (<= C (* t (+ W (* (- 1.0) m)))) (<= D (* C t)))))
(assert (=> (>= W 0.0) (and (>= gain 0.0) (>= rise (* gain pi_before)))))
(assert (not (and (=> (<= m W) (and (>= (* A W) (* m (+ A C))) (>= (* B (+ A C)) (* A (+ B D))) (<= B (+ B D)))) (>= rise 0.0))))
(check-sat)
