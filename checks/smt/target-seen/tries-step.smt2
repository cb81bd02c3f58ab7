; claim: target-seen
; obligation: tries-step
; In words: an excursion that succeeds with probability 1/(1+x) behind a vertex does so with 1/(1+x')
; before it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const chance Real)
(declare-const e Real)
(declare-const p Real)
(declare-const q Real)
(declare-const success Real)
(declare-const x Real)
(assert (>= chance 0.0))
(assert (> e 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= success 0.0))
(assert (>= x 0.0))
(assert (= (* e (+ 1.0 x)) 1.0))
(assert (= chance (+ e (* chance (+ 1.0 (* (- 1.0) e)) (+ 1.0 (* (- 1.0) q))))))
(assert (= success (* chance p)))
(assert (not (= (* success (+ 1.0 (* q x))) (* 1.0 p))))
(check-sat)
