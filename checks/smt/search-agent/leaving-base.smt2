; claim: search-agent
; obligation: leaving-base
; In words: without an unused lane, leaving takes 1 move
; expected answer: unsat
(set-logic QF_NRA)
(declare-const i Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (not (= (+ 1.0 i) 1.0)))
(check-sat)
