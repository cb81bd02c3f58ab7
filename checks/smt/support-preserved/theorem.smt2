; claim: support-preserved
; obligation: theorem
; In words: under softmax flows, multiplicative updates and KL-regularised optima a move of
; probability zero stays at zero and a positive probability stays positive
; Scope: all moves, every update with positive factors, every velocity bound V > 0, every least factor
; g_min > 0, every probability p, p_start >= 0
; Where mass is mass, mean is mean, total is total after moves steps of moves of a row: from mass = 0,
; mean = 0, total = 0 to mass = mass + p_i, mean = mean + p_i*v, total = g*p_i + total, for any p_i >=
; 0, v, g > 0 with (and (<= (* (- 1) V) v) (<= v V)) and (>= g g_min)
; Where p_after is p_k after n steps of updates of a row: from p_k = p_start to p_k = p_next, for any
; g > 0, Z > 0, p_next >= 0 with (= (* Z p_next) (* g p_k))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const V Real)
(declare-const g_min Real)
(declare-const mass Real)
(declare-const mean Real)
(declare-const moves Real)
(declare-const n Real)
(declare-const p Real)
(declare-const p_after Real)
(declare-const p_start Real)
(declare-const total Real)
(declare-const v Real)
(assert (> V 0.0))
(assert (> g_min 0.0))
(assert (>= moves 0.0))
(assert (>= p 0.0))
(assert (>= p_start 0.0))
(assert (>= moves 1.0))
(assert (=> (>= moves 0.0) (and (and (<= (* (- 1.0) V mass) mean) (<= mean (* V mass))) (>= total (* g_min mass)))))
(assert (=> (and (and (<= (* (- 1.0) V) mean) (<= mean V)) (and (<= (* (- 1.0) V) v) (<= v V))) (and (and (<= (* (- 2.0) V p) (* p (+ (* (- 1.0) mean) v))) (<= (* p (+ (* (- 1.0) mean) v)) (* 2.0 V p))) (=> (= p 0.0) (= (* p (+ (* (- 1.0) mean) v)) 0.0)))))
(assert (=> (>= n 0.0) (and (=> (= p_start 0.0) (= p_after 0.0)) (=> (> p_start 0.0) (> p_after 0.0)))))
(assert (not (and (=> (and (= mass 1.0) (and (<= (* (- 1.0) V) v) (<= v V))) (and (and (<= (* (- 2.0) V p) (* p (+ (* (- 1.0) mean) v))) (<= (* p (+ (* (- 1.0) mean) v)) (* 2.0 V p))) (=> (= p 0.0) (= (* p (+ (* (- 1.0) mean) v)) 0.0)))) (=> (= mass 1.0) (> total 0.0)) (=> (>= n 0.0) (and (=> (= p_start 0.0) (= p_after 0.0)) (=> (> p_start 0.0) (> p_after 0.0)))))))
(check-sat)
