; claim: answer-law
; obligation: rows-of-its-own
; In words: the first leaf has the fork's law if corridor i has rows of its own
; Scope: all W, K, L, every policy in (0, 1], every law of the fork, every weight of a step lam in (0,
; 1], every probability of a corridor f_i in [0, 1]
; Where A is A, B is B, A_i is A_i, B_i is B_i after 2*K steps of mean weights of two corridors with
; the same rows: from A = 1, B = 0, A_i = 1, B_i = 0 to A = A_next, B = B_next, A_i = A_i_next, B_i =
; B_i_next, for any p > 0, q > 0, A_next, B_next, A_i_next, B_i_next with (<= p 1) and (<= q 1) and (=
; (* A_next (+ 1 (* (- 1) B lam (+ 1 (* (- 1) q))))) (* A lam p)) and (= (* B_next (+ 1 (* (- 1) B lam
; (+ 1 (* (- 1) q))))) (* lam (+ (* (+ 1 (* (- 1) p)) (+ 1 (* (- 1) B lam (+ 1 (* (- 1) q))))) (* B
; lam p q)))) and (= (* A_i_next (+ 1 (* (- 1) B_i lam (+ 1 (* (- 1) q))))) (* A_i lam p)) and (= (*
; B_i_next (+ 1 (* (- 1) B_i lam (+ 1 (* (- 1) q))))) (* lam (+ (* (+ 1 (* (- 1) p)) (+ 1 (* (- 1) B_i
; lam (+ 1 (* (- 1) q))))) (* B_i lam p q))))
; Where mass is mass, return is return, total is total after W - 1 steps of other corridors, one after
; the other: from mass = 0, return = 0, total = 0 to mass = f + mass, return = B*f + return, total =
; total + z, for any f >= 0, z >= 0 with (= z (* lam (+ (* A f) (* S z))))
; expected answer: sat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const A_i Real)
(declare-const B Real)
(declare-const B_i Real)
(declare-const K Real)
(declare-const L Real)
(declare-const S Real)
(declare-const W Real)
(declare-const f_i Real)
(declare-const lam Real)
(declare-const mass Real)
(declare-const return Real)
(declare-const total Real)
(declare-const z_i Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= f_i 0.0))
(assert (> lam 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= lam 1.0))
(assert (<= f_i 1.0))
(assert (=> (and (>= (* 2.0 K) 0.0) (<= lam 1.0)) (and (> A 0.0) (>= B 0.0) (<= B lam) (<= (+ A B) 1.0) (=> (= lam 1.0) (= (+ A B) 1.0)) (> A_i 0.0) (>= B_i 0.0) (<= B_i lam) (<= (+ A_i B_i) 1.0) (=> (= lam 1.0) (= (+ A_i B_i) 1.0)))))
(assert (=> (>= (+ (- 1.0) W) 0.0) (and (= return (* B mass)) (= total (* lam (+ (* A mass) (* S total)))))))
(assert (not (=> (and (= (+ f_i mass) 1.0) (= S (+ return (* B_i f_i))) (= z_i (* lam (+ (* A_i f_i) (* S z_i))))) (and (= z_i (* f_i (+ total z_i))) (=> (= lam 1.0) (= (+ total z_i) 1.0))))))
(check-sat)
