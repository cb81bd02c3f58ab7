; claim: distillation
; obligation: surplus-step
; In words: if x <= i delta/(1 - i delta) and its sum is at most i times that, then so with one vertex
; more whose errors do not exceed delta
; expected answer: unsat
(set-logic QF_NRA)
(declare-const T Real)
(declare-const delta Real)
(declare-const i Real)
(declare-const more Real)
(declare-const more_next Real)
(declare-const p Real)
(declare-const q Real)
(declare-const x_v Real)
(assert (> delta 0.0))
(assert (>= i 0.0))
(assert (>= more 0.0))
(assert (>= more_next 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (<= (+ 1.0 (* (- 1.0) p)) (+ delta more_next)))
(assert (<= (+ 1.0 (* (- 1.0) q)) (+ delta more_next)))
(assert (and (>= x_v 0.0) (>= T 0.0) (=> (and (= more 0.0) (< (* delta i) 1.0)) (and (<= (* x_v (+ 1.0 (* (- 1.0) delta i))) (* delta i)) (<= (* T (+ 1.0 (* (- 1.0) delta i))) (* delta (* i i)))))))
(assert (not (and (>= (+ 1.0 (* (- 1.0) p) (* q x_v)) (* 0.0 p)) (>= (+ 1.0 (* (- 1.0) p) (* T p) (* q x_v)) (* 0.0 p)) (=> (and (= (+ more more_next) 0.0) (< (* delta (+ 1.0 i)) 1.0)) (and (<= (* (+ 1.0 (* (- 1.0) delta (+ 1.0 i))) (+ 1.0 (* (- 1.0) p) (* q x_v))) (* p (* delta (+ 1.0 i)))) (<= (* (+ 1.0 (* (- 1.0) delta (+ 1.0 i))) (+ 1.0 (* (- 1.0) p) (* T p) (* q x_v))) (* p (* delta (* (+ 1.0 i) (+ 1.0 i))))))))))
(check-sat)
