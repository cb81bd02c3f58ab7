; claim: fork-memory
; obligation: ahead-step
; In words: if V_j = V_0 + j R, then V_(j+1) = R + V_j is V_0 + (j+1) R
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const V_0 Real)
(declare-const V_j Real)
(declare-const j Real)
(assert (> R 0.0))
(assert (>= V_0 0.0))
(assert (>= V_j 0.0))
(assert (>= j 0.0))
(assert (= V_j (+ V_0 (* R j))))
(assert (not (= (+ R V_j) (+ V_0 (* R (+ 1.0 j))))))
(check-sat)
