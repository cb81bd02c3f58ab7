; claim: reward-forms
; obligation: a-zero-allowed
; In words: if u = 1 before a vertex, f = p + (1-p) u f and u' = 1-q + q u f, then f = 1 and u' = 1
; behind it
; expected answer: sat
(set-logic QF_NRA)
(declare-const f Real)
(declare-const p Real)
(declare-const q Real)
(declare-const u Real)
(declare-const u_next Real)
(assert (>= f 0.0))
(assert (>= p 0.0))
(assert (> q 0.0))
(assert (>= u 0.0))
(assert (>= u_next 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (= u 1.0))
(assert (= f (+ p (* f u (+ 1.0 (* (- 1.0) p))))))
(assert (= u_next (+ 1.0 (* (- 1.0) q) (* f q u))))
(assert (not (and (= f 1.0) (= u_next 1.0))))
(check-sat)
