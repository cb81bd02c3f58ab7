; claim: fork-square-root
; obligation: proportional-step
; In words: if sum s = S (sum f) up to a corridor with s F = a f, then s = S f for it and sum s = S
; (sum f) before it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const F Real)
(declare-const S Real)
(declare-const a Real)
(declare-const f Real)
(declare-const s Real)
(assert (>= F 0.0))
(assert (>= S 0.0))
(assert (>= a 0.0))
(assert (> f 0.0))
(assert (>= s 0.0))
(assert (= (+ a s) (* S (+ F f))))
(assert (= (* F s) (* a f)))
(assert (not (and (= s (* S f)) (= a (* F S)))))
(check-sat)
