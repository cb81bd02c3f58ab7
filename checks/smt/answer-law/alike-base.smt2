; claim: answer-law
; obligation: alike-base
; In words: at the leaf A = 1 and B = 0 in both corridors
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const A_i Real)
(declare-const B Real)
(declare-const B_i Real)
(declare-const i Real)
(declare-const lam Real)
(assert (>= i 0.0))
(assert (> lam 0.0))
(assert (<= lam 1.0))
(assert (= i 0.0))
(assert (= A 1.0))
(assert (= B 0.0))
(assert (= A_i 1.0))
(assert (= B_i 0.0))
(assert (not (and (= A_i A) (= B_i B) (> A 0.0) (>= B 0.0) (<= B lam) (<= (+ A B) 1.0) (=> (= lam 1.0) (= (+ A B) 1.0)) (> A_i 0.0) (>= B_i 0.0) (<= B_i lam) (<= (+ A_i B_i) 1.0) (=> (= lam 1.0) (= (+ A_i B_i) 1.0)))))
(check-sat)
