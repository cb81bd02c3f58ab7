; claim: untied-convergence
; obligation: not-both
; In words: where p_v and q_v are both below one they are not both stationary
; expected answer: unsat
(set-logic QF_NRA)
(declare-const a Real)
(declare-const g Real)
(declare-const p_v Real)
(declare-const q_v Real)
(declare-const x Real)
(assert (> p_v 0.0))
(assert (> q_v 0.0))
(assert (>= a 2.0))
(assert (= (+ (* (- 1.0) a (+ 1.0 (* q_v x))) (* g p_v)) (* 0.0 p_v)))
(assert (not (not (= (+ (* (- 1.0) g p_v) (* a q_v x)) (* 0.0 p_v)))))
(check-sat)
