; claim: fork-memory
; obligation: ahead-base
; In words: V_0 is V_0 + 0 R
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
(assert (= j 0.0))
(assert (= V_j V_0))
(assert (not (= V_j (+ V_0 (* R j)))))
(check-sat)
