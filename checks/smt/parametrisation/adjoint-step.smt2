; claim: parametrisation
; obligation: adjoint-step
; In words: if n(1 - n delta) <= s <= n/(1 - n delta) and no error exceeds delta, it is so at n + 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const n Real)
(declare-const p Real)
(declare-const q Real)
(declare-const s Real)
(assert (> delta 0.0))
(assert (> n 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> s 0.0))
(assert (>= s (* n (+ 1.0 (* (- 1.0) delta n)))))
(assert (<= (* s (+ 1.0 (* (- 1.0) delta n))) n))
(assert (< (* delta (+ 1.0 n)) 1.0))
(assert (>= p (+ 1.0 (* (- 1.0) delta))))
(assert (>= q (+ 1.0 (* (- 1.0) delta))))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (and (>= (+ p (* q s)) (* p (* (+ 1.0 n) (+ 1.0 (* (- 1.0) delta (+ 1.0 n)))))) (<= (* (+ p (* q s)) (+ 1.0 (* (- 1.0) delta (+ 1.0 n)))) (* p (+ 1.0 n))))))
(check-sat)
