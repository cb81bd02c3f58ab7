; claim: answer-law
; obligation: corridors-step
; In words: the sum of f B is B times that of f, and the sum of z satisfies the equation of z; so with
; a corridor more
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const B Real)
(declare-const S Real)
(declare-const f Real)
(declare-const lam Real)
(declare-const mass Real)
(declare-const return Real)
(declare-const total Real)
(declare-const z Real)
(assert (>= f 0.0))
(assert (> lam 0.0))
(assert (>= z 0.0))
(assert (= z (* lam (+ (* A f) (* S z)))))
(assert (and (= return (* B mass)) (= total (* lam (+ (* A mass) (* S total))))))
(assert (not (and (= (+ return (* B f)) (* B (+ f mass))) (= (+ total z) (* lam (+ (* A (+ f mass)) (* S (+ total z))))))))
(check-sat)
