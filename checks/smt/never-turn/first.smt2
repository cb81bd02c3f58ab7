; claim: never-turn
; obligation: first
; In words: behind the first vertex all 2K_w - 1 rows are one; with a first inward row p there, u =
; 1/p, the surplus crossings add up to u - 1, and R = 2 + 4 K_w / u
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K_w Real)
(declare-const p Real)
(declare-const u Real)
(assert (> K_w 0.0))
(assert (> p 0.0))
(assert (> u 0.0))
(assert (<= p 1.0))
(assert (= (* p u) 1.0))
(assert (not (and (= 1.0 (* p u)) (= (* u (+ 2.0 (* 4.0 K_w p))) (+ (* 4.0 K_w) (* 2.0 u))))))
(check-sat)
