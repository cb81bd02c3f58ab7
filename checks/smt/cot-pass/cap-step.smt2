; claim: cot-pass
; obligation: cap-step
; In words: if S <= i and S (S+1) <= 2W (1 - a), where a is the share of the walks that go on, so with
; a departure more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const best Real)
(declare-const i Real)
(declare-const share Real)
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (>= W 1.0))
(assert (=> (<= i W) (and (>= share 0.0) (<= share 1.0) (>= (* W best) 0.0) (<= (* W best) i) (<= (* W best (+ 1.0 (* W best))) (* 2.0 W (+ 1.0 (* (- 1.0) share)))))))
(assert (not (=> (<= (+ 1.0 i) W) (and (>= (* share (+ (- 1.0) W (* (- 1.0) i))) (* 0.0 W)) (<= (* share (+ (- 1.0) W (* (- 1.0) i))) (* 1.0 W)) (>= (+ share (* W best)) 0.0) (<= (+ share (* W best)) (+ 1.0 i)) (<= (* (+ share (* W best)) (+ 1.0 share (* W best))) (+ (* 2.0 W) (* (- 2.0) share (+ (- 1.0) W (* (- 1.0) i)))))))))
(check-sat)
