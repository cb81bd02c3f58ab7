; claim: target-seen
; obligation: untrained-step
; In words: with all rows at base, it takes 2(iL+i+1) to 2((i+1)L+i+2), from 2 for i = 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const R Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (>= R 0.0))
(assert (>= i 0.0))
(assert (= R (+ 2.0 (* 2.0 i) (* 2.0 L i))))
(assert (not (and (= (+ 2.0 (* 2.0 L) R) (+ 4.0 (* 2.0 i) (* 2.0 L (+ 1.0 i)))) (=> (= i 0.0) (= R 2.0)))))
(check-sat)
