; claim: tilt-entropy
; obligation: shares-base
; In words: without correct words both weights are a
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
(assert (= i 0.0))
(assert (not (and (= (+ a (* b i)) a) (= (+ a (* b i u)) a))))
(check-sat)
