; claim: target-seen
; obligation: untrained-step
; In words: one more diamond takes 2(iL+i+1) to 2((i+1)L+i+2)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (>= i 0.0))
(assert (not (= (+ 4.0 (* 2.0 L) (* 2.0 i) (* 2.0 L i)) (+ 4.0 (* 2.0 i) (* 2.0 L (+ 1.0 i))))))
(check-sat)
