; claim: gradient-signs
; obligation: thresholds-exchanged
; In words: a backward derivative at l is negative if and only if W > w_r, and at r if and only if W >
; w_l
; Scope: all W, L, every number of diamonds before and behind, u, m >= 0
; Where Lx is Lx, adjoint_back is adjoint, Mm is Mi after m steps of diamonds behind: from Lx = 0,
; adjoint = 2, Mi = 0 to Lx = -L**2/(L + 1) + 2*L - 2*L/(L + 1) + Lx + 2 - 1/(L + 1), adjoint = L*(2 +
; adjoint/L) + 2, Mi = L + Mi + 1
; Where Ly is Lx, adjoint is adjoint, Mu is Mi after u steps of diamonds before: from Lx = 0, adjoint
; = 2, Mi = 0 to Lx = -L**2/(L + 1) + 2*L - 2*L/(L + 1) + Lx + 2 - 1/(L + 1), adjoint = L*(2 +
; adjoint/L) + 2, Mi = L + Mi + 1
; expected answer: sat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const Lx Real)
(declare-const Ly Real)
(declare-const Mm Real)
(declare-const Mu Real)
(declare-const W Real)
(declare-const adjoint Real)
(declare-const adjoint_back Real)
(declare-const m Real)
(declare-const u Real)
(assert (> L 0.0))
(assert (>= Mm 0.0))
(assert (>= Mu 0.0))
(assert (> W 0.0))
(assert (>= m 0.0))
(assert (>= u 0.0))
(assert (>= W 1.0))
(assert (>= L 1.0))
(assert (=> (>= m 0.0) (and (= Lx Mm) (= adjoint_back (+ 2.0 (* 2.0 Mm))))))
(assert (=> (>= u 0.0) (and (= Ly Mu) (= adjoint (+ 2.0 (* 2.0 Mu))))))
(assert (=> (>= W 1.0) (< (+ (* (- 2.0) Mu) (* (- 2.0) W) (* (- 4.0) L Mu) (* (- 6.0) L W) (* (- 2.0) (* L L) Mu) (* (- 4.0) (* L L) W) (* (- 2.0) Mm Mu) (* (- 2.0) Mm W) (* (- 2.0) L Mm Mu) (* (- 2.0) L Mm W) (* (- 2.0) L Mu W) (* (- 2.0) (* L L) Mu W)) 0.0)))
(assert (=> (>= W 1.0) (< (* 2.0 L (+ (* (- 1.0) L) (* (- 1.0) (* L L)) (* (- 1.0) Mu) (* (- 1.0) W) (* (- 1.0) L Mm) (* (- 1.0) L Mu) (* (- 2.0) L W) (* (- 1.0) (* L L) Mm) (* (- 2.0) (* L L) W) (* (- 1.0) (* L L L) W) (* (- 1.0) Mm Mu) (* (- 1.0) Mm W) (* (- 1.0) L Mm Mu) (* (- 1.0) L Mm W) (* (- 1.0) L Mu W) (* (- 1.0) (* L L) Mu W))) 0.0)))
(assert (=> (>= W 1.0) (and (=> (< (* 2.0 L (+ 1.0 (* 3.0 L) (* 3.0 (* L L)) (* L L L) Mm Mu (* (- 1.0) W) (* 2.0 L Mm) (* 2.0 L Mu) (* (- 2.0) L W) (* (* L L) Mm) (* (* L L) Mu) (* (- 2.0) (* L L) W) (* (- 1.0) (* L L L) W) (* Mm Mu) (* (- 1.0) Mu W) (* L Mm Mu) (* (- 1.0) L Mm W) (* (- 1.0) L Mu W) (* (- 1.0) (* L L) Mm W))) 0.0) (> (* W (+ 1.0 L (* L L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) (* L L) Mm Mu (* L Mm) (* L Mu) (* Mm Mu)))) (=> (> (* W (+ 1.0 L (* L L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) (* L L) Mm Mu (* L Mm) (* L Mu) (* Mm Mu))) (< (* 2.0 L (+ 1.0 (* 3.0 L) (* 3.0 (* L L)) (* L L L) Mm Mu (* (- 1.0) W) (* 2.0 L Mm) (* 2.0 L Mu) (* (- 2.0) L W) (* (* L L) Mm) (* (* L L) Mu) (* (- 2.0) (* L L) W) (* (- 1.0) (* L L L) W) (* Mm Mu) (* (- 1.0) Mu W) (* L Mm Mu) (* (- 1.0) L Mm W) (* (- 1.0) L Mu W) (* (- 1.0) (* L L) Mm W))) 0.0)))))
(assert (=> (>= W 1.0) (and (=> (< (+ 2.0 (* 6.0 L) (* 4.0 (* L L)) (* 2.0 Mm) (* 2.0 Mu) (* (- 2.0) W) (* 6.0 L Mm) (* 2.0 L Mu) (* (- 6.0) L W) (* 4.0 (* L L) Mm) (* (- 4.0) (* L L) W) (* 2.0 Mm Mu) (* (- 2.0) Mu W) (* 2.0 L Mm Mu) (* (- 2.0) L Mm W) (* (- 2.0) L Mu W) (* (- 2.0) (* L L) Mm W)) 0.0) (> (* W (+ 1.0 (* 2.0 L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) Mm Mu (* 2.0 L Mm) (* Mm Mu)))) (=> (> (* W (+ 1.0 (* 2.0 L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) Mm Mu (* 2.0 L Mm) (* Mm Mu))) (< (+ 2.0 (* 6.0 L) (* 4.0 (* L L)) (* 2.0 Mm) (* 2.0 Mu) (* (- 2.0) W) (* 6.0 L Mm) (* 2.0 L Mu) (* (- 6.0) L W) (* 4.0 (* L L) Mm) (* (- 4.0) (* L L) W) (* 2.0 Mm Mu) (* (- 2.0) Mu W) (* 2.0 L Mm Mu) (* (- 2.0) L Mm W) (* (- 2.0) L Mu W) (* (- 2.0) (* L L) Mm W)) 0.0)))))
(assert (not (and (< (+ (* (- 2.0) L Ly) (* (- 2.0) (* L L) Ly) (* (- 1.0) Ly adjoint_back) (* (- 1.0) W adjoint) (* 2.0 L Ly W) (* (- 1.0) L Ly adjoint_back) (* (- 3.0) L W adjoint) (* 2.0 (* L L) Ly W) (* (- 2.0) (* L L) W adjoint) (* (- 1.0) Lx W adjoint) (* Ly W adjoint_back) (* (- 1.0) L Lx W adjoint) (* L Ly W adjoint_back)) 0.0) (and (=> (< (* L (+ (* 2.0 L) (* 4.0 (* L L)) (* 2.0 (* L L L)) adjoint_back (* 2.0 L Ly) (* (- 2.0) L W) (* 2.0 L adjoint_back) (* 2.0 (* L L) Ly) (* (- 4.0) (* L L) W) (* (* L L) adjoint_back) (* (- 2.0) (* L L L) W) (* Ly adjoint_back) (* (- 1.0) W adjoint_back) (* (- 2.0) L Ly W) (* L Ly adjoint_back) (* L W adjoint) (* (- 2.0) L W adjoint_back) (* (- 2.0) (* L L) Ly W) (* (* L L) W adjoint) (* (- 1.0) (* L L) W adjoint_back) (* Lx W adjoint) (* (- 1.0) Ly W adjoint_back) (* L Lx W adjoint) (* (- 1.0) L Ly W adjoint_back))) 0.0) (> (* W (+ 1.0 (* 2.0 L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) Mm Mu (* 2.0 L Mm) (* Mm Mu)))) (=> (> (* W (+ 1.0 (* 2.0 L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) Mm Mu (* 2.0 L Mm) (* Mm Mu))) (< (* L (+ (* 2.0 L) (* 4.0 (* L L)) (* 2.0 (* L L L)) adjoint_back (* 2.0 L Ly) (* (- 2.0) L W) (* 2.0 L adjoint_back) (* 2.0 (* L L) Ly) (* (- 4.0) (* L L) W) (* (* L L) adjoint_back) (* (- 2.0) (* L L L) W) (* Ly adjoint_back) (* (- 1.0) W adjoint_back) (* (- 2.0) L Ly W) (* L Ly adjoint_back) (* L W adjoint) (* (- 2.0) L W adjoint_back) (* (- 2.0) (* L L) Ly W) (* (* L L) W adjoint) (* (- 1.0) (* L L) W adjoint_back) (* Lx W adjoint) (* (- 1.0) Ly W adjoint_back) (* L Lx W adjoint) (* (- 1.0) L Ly W adjoint_back))) 0.0))) (< (* L (+ (* (- 2.0) L W) (* (- 1.0) L adjoint_back) (* (- 4.0) (* L L) W) (* (- 1.0) (* L L) adjoint_back) (* (- 2.0) (* L L L) W) (* (- 1.0) Ly adjoint_back) (* (- 1.0) W adjoint) (* (- 2.0) L Lx W) (* (- 1.0) L Ly adjoint_back) (* (- 2.0) L W adjoint) (* L W adjoint_back) (* (- 2.0) (* L L) Lx W) (* (- 1.0) (* L L) W adjoint) (* (* L L) W adjoint_back) (* (- 1.0) Lx W adjoint) (* Ly W adjoint_back) (* (- 1.0) L Lx W adjoint) (* L Ly W adjoint_back))) 0.0) (and (=> (< (+ adjoint_back (* 3.0 L adjoint_back) (* 2.0 (* L L) adjoint_back) (* Ly adjoint_back) (* (- 1.0) W adjoint_back) (* 2.0 L Lx W) (* L Ly adjoint_back) (* (- 3.0) L W adjoint_back) (* 2.0 (* L L) Lx W) (* (- 2.0) (* L L) W adjoint_back) (* Lx W adjoint) (* (- 1.0) Ly W adjoint_back) (* L Lx W adjoint) (* (- 1.0) L Ly W adjoint_back)) 0.0) (> (* W (+ 1.0 L (* L L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) (* L L) Mm Mu (* L Mm) (* L Mu) (* Mm Mu)))) (=> (> (* W (+ 1.0 L (* L L) Mu (* L Mm))) (+ 1.0 (* 2.0 L) (* L L) Mm Mu (* L Mm) (* L Mu) (* Mm Mu))) (< (+ adjoint_back (* 3.0 L adjoint_back) (* 2.0 (* L L) adjoint_back) (* Ly adjoint_back) (* (- 1.0) W adjoint_back) (* 2.0 L Lx W) (* L Ly adjoint_back) (* (- 3.0) L W adjoint_back) (* 2.0 (* L L) Lx W) (* (- 2.0) (* L L) W adjoint_back) (* Lx W adjoint) (* (- 1.0) Ly W adjoint_back) (* L Lx W adjoint) (* (- 1.0) L Ly W adjoint_back)) 0.0))))))
(check-sat)
