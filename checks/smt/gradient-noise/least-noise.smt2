; claim: gradient-noise
; obligation: least-noise
; In words: E[T^2 S^2] E[S^2] - E[T S^2]^2 - 2 (m E[S^2])^2 >= 0: as a polynomial in alpha, beta -
; alpha and gamma - beta, none of them negative, it has no negative coefficient, whatever W > 1, q and
; t
; expected answer: unsat
(set-logic QF_NRA)
(declare-const r Real)
(declare-const s Real)
(declare-const w Real)
(assert (> r 0.0))
(assert (> s 0.0))
(assert (> w 0.0))
(assert (not (and (>= (+ (* 5.0 r) (* 5.0 (* r r)) (* 2.0 s) (* 2.0 (* s s)) (* 2.0 w) (* 2.0 (* w w)) (* 10.0 r s) (* 4.0 r (* s s)) (* 10.0 r w) (* 4.0 r (* w w)) (* 8.0 (* r r) s) (* 2.0 (* r r) (* s s)) (* 8.0 (* r r) w) (* 6.0 s w) (* 4.0 s (* w w)) (* 4.0 (* s s) w) (* 2.0 (* s s) (* w w)) (* 18.0 r s w) (* 8.0 r s (* w w)) (* 8.0 r (* s s) w) (* 4.0 r (* s s) (* w w)) (* 12.0 (* r r) s w) (* 4.0 (* r r) (* s s) w)) 0.0) (>= (+ (* 4.0 s) (* 4.0 (* s s)) (* 4.0 w) (* 4.0 (* w w)) (* 4.0 r s) (* 4.0 r (* s s)) (* 4.0 r w) (* 4.0 r (* w w)) (* 12.0 s w) (* 8.0 s (* w w)) (* 8.0 (* s s) w) (* 4.0 (* s s) (* w w)) (* 12.0 r s w) (* 8.0 r s (* w w)) (* 8.0 r (* s s) w) (* 4.0 r (* s s) (* w w))) 0.0) (>= (* 4.0 w (+ 1.0 r s w (* r s) (* r w) (* s w) (* r s w))) 0.0) (>= (+ (* 2.0 s) (* 2.0 (* s s)) (* 2.0 w) (* 2.0 (* w w)) (* 6.0 s w) (* 4.0 s (* w w)) (* 4.0 (* s s) w) (* 2.0 (* s s) (* w w))) 0.0) (>= (* 4.0 w (+ 1.0 s w (* s w))) 0.0) (>= (* 2.0 w (+ 1.0 w)) 0.0))))
(check-sat)
