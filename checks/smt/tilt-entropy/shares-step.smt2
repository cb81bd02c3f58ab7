; claim: tilt-entropy
; obligation: shares-step
; In words: a correct word more adds b to the weight before the tilt and u b to that after it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const b Real)
(declare-const i Real)
(declare-const u Real)
(assert (> a 0.0))
(assert (> b 0.0))
(assert (>= i 0.0))
(assert (> u 0.0))
(assert (not (and (= (+ a b (* b i)) (+ a (* b (+ 1.0 i)))) (= (+ a (* b u) (* b i u)) (+ a (* b u (+ 1.0 i)))))))
(check-sat)
