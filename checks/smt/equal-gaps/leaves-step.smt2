; claim: equal-gaps
; obligation: leaves-step
; In words: if no coefficient of the time of a trip's end is below 0, nor the gain so far, so with a
; trip more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const c1 Real)
(declare-const c2 Real)
(declare-const c3 Real)
(declare-const corridor Real)
(declare-const gain Real)
(declare-const gain_next Real)
(declare-const later Real)
(declare-const later_next Real)
(declare-const left Real)
(assert (> W 0.0))
(assert (>= c1 0.0))
(assert (>= c2 0.0))
(assert (>= c3 0.0))
(assert (>= left 0.0))
(assert (>= corridor 0.0))
(assert (>= W 1.0))
(assert (>= later_next (+ (* c1 later) (* c2 corridor))))
(assert (>= gain_next (* c3 later)))
(assert (and (>= later 0.0) (>= gain 0.0)))
(assert (not (and (>= later_next 0.0) (>= (+ (* W gain) (* gain_next left)) (* 0.0 W)))))
(check-sat)
