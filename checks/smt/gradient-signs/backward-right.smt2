; claim: gradient-signs
; obligation: backward-right
; In words: dH/dq < 0 at a right vertex if and only if W > w_r(u, m)
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
(assert (not (and (=> (< (+ 2.0 (* 6.0 L) (* 4.0 (* L L)) (* 2.0 Mm) (* 2.0 Mu) (* (- 2.0) W) (* 6.0 L Mm) (* 2.0 L Mu) (* (- 6.0) L W) (* 4.0 (* L L) Mm) (* (- 4.0) (* L L) W) (* 2.0 Mm Mu) (* (- 2.0) Mu W) (* 2.0 L Mm Mu) (* (- 2.0) L Mm W) (* (- 2.0) L Mu W) (* (- 2.0) (* L L) Mm W)) 0.0) (> (* W (+ 1.0 (* 2.0 L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) Mm Mu (* 2.0 L Mm) (* Mm Mu)))) (=> (> (* W (+ 1.0 (* 2.0 L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) Mm Mu (* 2.0 L Mm) (* Mm Mu))) (< (+ 2.0 (* 6.0 L) (* 4.0 (* L L)) (* 2.0 Mm) (* 2.0 Mu) (* (- 2.0) W) (* 6.0 L Mm) (* 2.0 L Mu) (* (- 6.0) L W) (* 4.0 (* L L) Mm) (* (- 4.0) (* L L) W) (* 2.0 Mm Mu) (* (- 2.0) Mu W) (* 2.0 L Mm Mu) (* (- 2.0) L Mm W) (* (- 2.0) L Mu W) (* (- 2.0) (* L L) Mm W)) 0.0)))))
(check-sat)
