; claim: sft-worse-than-base
; obligation: costly
; In words: with sums of at least y >= (P-1)/(f-1) surplus crossings on the way back, (f-1) H >= 2
; (W-1) (P-1)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const A Real)
(declare-const K Real)
(declare-const P_i Real)
(declare-const S_clock Real)
(declare-const W Real)
(declare-const f Real)
(declare-const g Real)
(assert (>= K 0.0))
(assert (> W 0.0))
(assert (>= W 2.0))
(assert (>= A 0.0))
(assert (>= K 0.0))
(assert (> f 1.0))
(assert (>= S_clock g))
(assert (>= (* g (+ (- 1.0) f)) (+ (- 1.0) P_i)))
(assert (not (>= (* (+ (- 1.0) f) (+ 1.0 (* A W) (* (+ (- 1.0) W) (+ 1.0 (* 2.0 K) (* 2.0 S_clock))))) (* 2.0 (+ (- 1.0) P_i) (+ (- 1.0) W)))))
(check-sat)
