; claim: global-convergence
; obligation: adjoints
; In words: half the adjoints start at one and stay at least one: s' = 1 + s q/p >= 1, and likewise t
; expected answer: unsat
(set-logic QF_NRA)
(declare-const p Real)
(declare-const q Real)
(declare-const s Real)
(assert (> p 0.0))
(assert (> q 0.0))
(assert (> s 0.0))
(assert (>= s 1.0))
(assert (not (and (= (* p (+ p (* q s))) (* p (+ p (* q s)))) (>= (+ p (* q s)) (* 1.0 p)))))
(check-sat)
