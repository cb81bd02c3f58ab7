; claim: fork-square-root
; obligation: equality-step
; In words: with equality after a corridor, there was equality before it, and s F = a f
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
(assert (= (* f (* (+ a s) (+ a s))) (* (+ F f) (+ (* s s) (* Q f)))))
(assert (not (and (= (* a a) (* F Q)) (= (* F s) (* a f)))))
(check-sat)
