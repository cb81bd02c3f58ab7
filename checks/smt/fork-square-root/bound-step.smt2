; claim: fork-square-root
; obligation: bound-step
; In words: if (sum s)^2 <= (sum s^2/f)(sum f), it is so with one corridor more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const Q Real)
(declare-const a Real)
(declare-const f Real)
(declare-const s Real)
(assert (>= F 0.0))
(assert (>= Q 0.0))
(assert (>= a 0.0))
(assert (> f 0.0))
(assert (>= s 0.0))
(assert (<= (* a a) (* F Q)))
(assert (not (<= (* f (* (+ a s) (+ a s))) (* (+ F f) (+ (* s s) (* Q f))))))
(check-sat)
