; claim: parametrisation
; obligation: sides
; In words: the slope of p_v has a = W and b = W-1; that of q_v has a = W-1 and b = W, and the sides
; exchanged
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const a Real)
(declare-const b Real)
(declare-const p Real)
(declare-const q Real)
(declare-const s Real)
(declare-const t Real)
(declare-const x Real)
(declare-const y Real)
(assert (> W 0.0))
(assert (> a 0.0))
(assert (> b 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> s 0.0))
(assert (> t 0.0))
(assert (>= x 0.0))
(assert (>= y 0.0))
(assert (>= W 2.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (and (=> (and (= a W) (= b (+ (- 1.0) W))) (= (* (* p q) (+ (* a q s (+ 1.0 x)) (* (- 1.0) b p t y))) (* (* p q) (+ (* W q s (+ 1.0 x)) (* (- 1.0) p t y (+ (- 1.0) W)))))) (=> (and (= a (+ (- 1.0) W)) (= b W)) (= (* (* p q) (+ (* a p t (+ 1.0 y)) (* (- 1.0) b q s x))) (* (* p q) (+ (* (- 1.0) W q s x) (* p t (+ (- 1.0) W) (+ 1.0 y)))))))))
(check-sat)
