; claim: fork-memory
; obligation: saving
; In words: the uniform fork costs (W-1) R/2 more, and going on more than half as much
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const H Real)
(declare-const R_wrong Real)
(declare-const V_uniform Real)
(declare-const W Real)
(declare-const x Real)
(assert (>= R_wrong 0.0))
(assert (> W 0.0))
(assert (>= x 0.0))
(assert (<= 1.0 W))
(assert (>= A 0.0))
(assert (= (* 2.0 H) (+ 2.0 (* 2.0 A) (* R_wrong (+ (- 1.0) W) (+ 1.0 (* 2.0 x))))))
(assert (= V_uniform (+ A (* R_wrong (+ (- 1.0) W) (+ 1.0 x)))))
(assert (not (and (= (+ 2.0 (* (- 2.0) H) (* 2.0 V_uniform)) (* R_wrong (+ (- 1.0) W))) (> (* 2.0 H) (+ 1.0 V_uniform)))))
(check-sat)
