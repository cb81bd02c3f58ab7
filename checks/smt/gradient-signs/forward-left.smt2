; claim: gradient-signs
; obligation: forward-left
; In words: dH/dp < 0 at every left vertex, for every W >= 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const Mm Real)
(declare-const Mu Real)
(declare-const W Real)
(assert (> L 0.0))
(assert (>= Mm 0.0))
(assert (>= Mu 0.0))
(assert (> W 0.0))
(assert (>= W 1.0))
(assert (not (< (+ (* (- 2.0) Mu) (* (- 2.0) W) (* (- 4.0) L Mu) (* (- 6.0) L W) (* (- 2.0) (* L L) Mu) (* (- 4.0) (* L L) W) (* (- 2.0) Mm Mu) (* (- 2.0) Mm W) (* (- 2.0) L Mm Mu) (* (- 2.0) L Mm W) (* (- 2.0) L Mu W) (* (- 2.0) (* L L) Mu W)) 0.0)))
(check-sat)
