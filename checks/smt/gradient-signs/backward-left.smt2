; claim: gradient-signs
; obligation: backward-left
; In words: dH/dq < 0 at a left vertex if and only if W > w_l(u, m)
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
(assert (not (and (=> (< (* 2.0 L (+ 1.0 (* 3.0 L) (* 3.0 (* L L)) (* L L L) Mm Mu (* (- 1.0) W) (* 2.0 L Mm) (* 2.0 L Mu) (* (- 2.0) L W) (* (* L L) Mm) (* (* L L) Mu) (* (- 2.0) (* L L) W) (* (- 1.0) (* L L L) W) (* Mm Mu) (* (- 1.0) Mu W) (* L Mm Mu) (* (- 1.0) L Mm W) (* (- 1.0) L Mu W) (* (- 1.0) (* L L) Mm W))) 0.0) (> (* W (+ 1.0 L (* L L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) (* L L) Mm Mu (* L Mm) (* L Mu) (* Mm Mu)))) (=> (> (* W (+ 1.0 L (* L L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) (* L L) Mm Mu (* L Mm) (* L Mu) (* Mm Mu))) (< (* 2.0 L (+ 1.0 (* 3.0 L) (* 3.0 (* L L)) (* L L L) Mm Mu (* (- 1.0) W) (* 2.0 L Mm) (* 2.0 L Mu) (* (- 2.0) L W) (* (* L L) Mm) (* (* L L) Mu) (* (- 2.0) (* L L) W) (* (- 1.0) (* L L L) W) (* Mm Mu) (* (- 1.0) Mu W) (* L Mm Mu) (* (- 1.0) L Mm W) (* (- 1.0) L Mu W) (* (- 1.0) (* L L) Mm W))) 0.0)))))
(check-sat)
