; claim: separation
; obligation: beyond-any-bound
; In words: a cost of at least P / (4 (2K+1)) times the least is at least M times the least once K >=
; 8 M
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const M Real)
(declare-const P Real)
(declare-const least Real)
(declare-const sft Real)
(assert (>= K 0.0))
(assert (>= M 0.0))
(assert (> P 0.0))
(assert (>= least 0.0))
(assert (>= sft 0.0))
(assert (>= P (* (+ 1.0 K) (+ 1.0 K))))
(assert (>= (* 4.0 sft (+ 1.0 (* 2.0 K))) (* P least)))
(assert (>= K (* 8.0 M)))
(assert (not (>= sft (* M least))))
(check-sat)
