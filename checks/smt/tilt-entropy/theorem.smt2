; claim: tilt-entropy
; obligation: theorem
; In words: let one incorrect word have probability a and each of n correct ones b; a tilt of the
; correct words by u >= 1 with u b <= a makes a law that the law before it majorises, so that no
; Schur-concave entropy falls
; Scope: all n, every probability a, b > 0, every weight u > 0, every number of correct words m >= 0
; Where before is before, after is after after m steps of correct words, one after the other, behind
; the incorrect one: from before = a, after = a to before = b + before, after = after + b*u
; Where whole_before is before, whole_after is after after n steps of correct words, one after the
; other, behind the incorrect one: from before = a, after = a to before = b + before, after = after +
; b*u
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const after Real)
(declare-const b Real)
(declare-const before Real)
(declare-const m Real)
(declare-const n Real)
(declare-const u Real)
(declare-const whole_after Real)
(declare-const whole_before Real)
(assert (> a 0.0))
(assert (> b 0.0))
(assert (>= m 0.0))
(assert (> n 0.0))
(assert (> u 0.0))
(assert (>= n 1.0))
(assert (=> (>= m 0.0) (and (= before (+ a (* b m))) (= after (+ a (* b m u))))))
(assert (=> (>= n 0.0) (and (= whole_before (+ a (* b n))) (= whole_after (+ a (* b n u))))))
(assert (not (=> (and (<= m n) (>= u 1.0) (<= (* b u) a)) (>= (* before whole_after) (* after whole_before)))))
(check-sat)
