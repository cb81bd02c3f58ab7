; claim: parametrisation
; obligation: adjoints-step
; In words: if (i+1)(1 - (i+1) delta) <= s <= (i+1)/(1 - (i+1) delta) and x <= i delta/(1 - i delta),
; so at i + 1, where no error exceeds delta
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const i Real)
(declare-const more Real)
(declare-const more_next Real)
(declare-const p Real)
(declare-const q Real)
(declare-const s_i Real)
(declare-const x_i Real)
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
(assert (=> (and (> (+ 1.0 i) 0.0) (> s_i 0.0) (>= s_i (* (+ 1.0 i) (+ 1.0 (* (- 1.0) delta (+ 1.0 i))))) (<= (* s_i (+ 1.0 (* (- 1.0) delta (+ 1.0 i)))) (+ 1.0 i)) (< (* delta (+ 2.0 i)) 1.0) (>= p (+ 1.0 (* (- 1.0) delta))) (>= q (+ 1.0 (* (- 1.0) delta))) (<= p 1.0) (<= q 1.0)) (and (>= (+ p (* q s_i)) (* p (* (+ 2.0 i) (+ 1.0 (* (- 1.0) delta (+ 2.0 i)))))) (<= (* (+ p (* q s_i)) (+ 1.0 (* (- 1.0) delta (+ 2.0 i)))) (* p (+ 2.0 i))))))
(assert (and (>= x_i 0.0) (>= s_i 1.0) (=> (and (= more 0.0) (< (* delta (+ 1.0 i)) 1.0)) (and (>= s_i (* (+ 1.0 i) (+ 1.0 (* (- 1.0) delta (+ 1.0 i))))) (<= (* s_i (+ 1.0 (* (- 1.0) delta (+ 1.0 i)))) (+ 1.0 i)) (<= (* x_i (+ 1.0 (* (- 1.0) delta i))) (* delta i))))))
(assert (not (and (>= (+ 1.0 (* (- 1.0) p) (* q x_i)) (* 0.0 p)) (>= (+ p (* q s_i)) (* 1.0 p)) (=> (and (= (+ more more_next) 0.0) (< (* delta (+ 2.0 i)) 1.0)) (and (>= (+ p (* q s_i)) (* p (* (+ 2.0 i) (+ 1.0 (* (- 1.0) delta (+ 2.0 i)))))) (<= (* (+ p (* q s_i)) (+ 1.0 (* (- 1.0) delta (+ 2.0 i)))) (* p (+ 2.0 i))) (<= (* (+ 1.0 (* (- 1.0) delta (+ 1.0 i))) (+ 1.0 (* (- 1.0) p) (* q x_i))) (* p (* delta (+ 1.0 i)))))))))
(check-sat)
