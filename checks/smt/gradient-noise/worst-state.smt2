; claim: gradient-noise
; obligation: worst-state
; In words: for W >= 2, A + B + H <= 2 H: out to a leaf, back, and then as from the source
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const W Real)
(assert (>= A 0.0))
(assert (>= B 0.0))
(assert (> W 0.0))
(assert (>= W 2.0))
(assert (not (<= (+ 1.0 A B (* A W) (* B (+ (- 1.0) W))) (+ 2.0 (* 2.0 A W) (* 2.0 B (+ (- 1.0) W))))))
(check-sat)
