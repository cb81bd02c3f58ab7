; claim: fork-memory
; obligation: there-and-back-base
; In words: without vertices R is 2
; expected answer: unsat
(set-logic QF_NRA)
(declare-const R Real)
(declare-const R_found Real)
(declare-const i Real)
(declare-const turns Real)
(assert (>= R 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= R 2.0))
(assert (= R_found 2.0))
(assert (= turns 0.0))
(assert (not (and (>= turns 0.0) (=> (= turns 0.0) (= R (+ 2.0 (* 2.0 i)))))))
(check-sat)
