; claim: restart
; obligation: backward-rows-idle
; In words: no surplus beyond a vertex with p = 1 leaves none before it, whatever q is
; expected answer: unsat
(set-logic QF_NRA)
(declare-const q Real)
(assert (> q 0.0))
(assert (<= q 1.0))
(assert (not (= 0.0 0.0)))
(check-sat)
