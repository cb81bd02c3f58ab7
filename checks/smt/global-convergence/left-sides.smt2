; claim: global-convergence
; obligation: left-sides
; In words: (ii) W (x+1)(m+s) Q > W x (s-1) Q
; expected answer: unsat
(set-logic QF_NRA)
(declare-const Q Real)
(declare-const W Real)
(declare-const m Real)
(declare-const s Real)
(declare-const x Real)
(assert (> Q 0.0))
(assert (> W 0.0))
(assert (>= m 0.0))
(assert (> s 0.0))
(assert (>= x 0.0))
(assert (>= W 2.0))
(assert (>= s 1.0))
(assert (not (> (* Q W (+ m s) (+ 1.0 x)) (* Q W x (+ (- 1.0) s)))))
(check-sat)
