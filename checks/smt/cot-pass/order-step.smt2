; claim: cot-pass
; obligation: order-step
; In words: if larger rows made no probability smaller, nor any larger than at P = Q = 1, so with a
; departure more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const P_more Real)
(declare-const Q Real)
(declare-const Q_more Real)
(declare-const W Real)
(declare-const again Real)
(declare-const again_more Real)
(declare-const best Real)
(declare-const i Real)
(declare-const share Real)
(declare-const sound Real)
(declare-const sound_more Real)
(assert (>= P 0.0))
(assert (>= P_more 0.0))
(assert (>= Q 0.0))
(assert (>= Q_more 0.0))
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (and (<= P P_more) (<= P_more 1.0) (<= Q Q_more) (<= Q_more 1.0)))
(assert (>= W 1.0))
(assert (=> (<= i W) (and (>= again 0.0) (<= again again_more) (<= again_more share) (<= sound sound_more) (<= sound_more best))))
(assert (not (=> (<= (+ 1.0 i) W) (and (>= (* P Q again (+ (- 1.0) W (* (- 1.0) i))) (* 0.0 W)) (<= (* W (* P Q again (+ (- 1.0) W (* (- 1.0) i)))) (* W (* P_more Q_more again_more (+ (- 1.0) W (* (- 1.0) i))))) (<= (* W (* P_more Q_more again_more (+ (- 1.0) W (* (- 1.0) i)))) (* W (* share (+ (- 1.0) W (* (- 1.0) i))))) (<= (* W (+ (* P again) (* W sound))) (* W (+ (* P_more again_more) (* W sound_more)))) (<= (* W (+ (* P_more again_more) (* W sound_more))) (* W (+ share (* W best))))))))
(check-sat)
