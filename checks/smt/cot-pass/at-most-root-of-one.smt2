; claim: cot-pass
; obligation: at-most-root-of-one
; In words: no policy has more than sqrt(1/W)
; Scope: all W, K, L, every two policies in [0, 1] of which one has no smaller row, every number of
; leaves g >= 0
; Where P is P, Q is Q, P_more is P_more, Q_more is Q_more after 2*K steps of vertices that are
; passed: from P = 1, Q = 1, P_more = 1, Q_more = 1 to P = P*p, Q = Q*q, P_more = P_more*p_more,
; Q_more = Q_more*q_more, for any p >= 0, q >= 0, p_more >= 0, q_more >= 0 with (<= p p_more) and (<=
; p_more 1) and (<= q q_more) and (<= q_more 1)
; Where again is again, sound is sound, again_more is again_more, sound_more is sound_more, share is
; share, rounds is rounds, sum is sum, best is best after g steps of departures from the fork: from
; again = 1, again_more = 1, share = 1, rounds = 1, sound = 0, sound_more = 0, sum = 0, best = 0 to
; again = P*Q*again*(W - i - 1)/W, sound = P*again/W + sound, again_more = P_more*Q_more*again_more*(W
; - i - 1)/W, sound_more = P_more*again_more/W + sound_more, share = share*(W - i - 1)/W, rounds =
; P*Q*rounds, sum = P*rounds*share/W + sum, best = best + share/W
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const P Real)
(declare-const P_more Real)
(declare-const Q Real)
(declare-const Q_more Real)
(declare-const W Real)
(declare-const again Real)
(declare-const again_more Real)
(declare-const best Real)
(declare-const g Real)
(declare-const rounds Real)
(declare-const share Real)
(declare-const sound Real)
(declare-const sound_more Real)
(declare-const sum Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (>= P 0.0))
(assert (>= P_more 0.0))
(assert (>= Q 0.0))
(assert (>= Q_more 0.0))
(assert (> W 0.0))
(assert (>= g 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (>= (* 2.0 K) 0.0) (and (<= P P_more) (<= P_more 1.0) (<= Q Q_more) (<= Q_more 1.0))))
(assert (=> (>= g 0.0) (and (= again (* rounds share)) (= sound sum))))
(assert (=> (and (>= g 0.0) (and (<= P P_more) (<= P_more 1.0) (<= Q Q_more) (<= Q_more 1.0)) (>= W 1.0)) (=> (<= g W) (and (>= again 0.0) (<= again again_more) (<= again_more share) (<= sound sound_more) (<= sound_more best)))))
(assert (=> (and (>= g 0.0) (>= W 1.0)) (=> (<= g W) (and (>= share 0.0) (<= share 1.0) (>= (* W best) 0.0) (<= (* W best) g) (<= (* W best (+ 1.0 (* W best))) (* 2.0 W (+ 1.0 (* (- 1.0) share))))))))
(assert (not (=> (<= g W) (and (= sound sum) (and (<= sound sound_more) (>= (* P again) 0.0)) (<= sound_more best) (<= (* W (* best best)) 1.0)))))
(check-sat)
