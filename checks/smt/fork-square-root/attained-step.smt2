; claim: fork-square-root
; obligation: attained-step
; In words: if it is so, then with one corridor more, and Q = S^2 where the sum of s is S
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const S Real)
(declare-const a Real)
(declare-const f Real)
(declare-const s Real)
(assert (>= Q 0.0))
(assert (>= S 0.0))
(assert (>= a 0.0))
(assert (> f 0.0))
(assert (>= s 0.0))
(assert (= Q (* S a)))
(assert (= s (* S f)))
(assert (not (and (= (+ (* s s) (* Q f)) (* f (* S (+ a s)))) (=> (= (+ a s) S) (= (+ (* s s) (* Q f)) (* (* S S) f))))))
(check-sat)
