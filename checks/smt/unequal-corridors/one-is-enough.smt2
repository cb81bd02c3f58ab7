; claim: unequal-corridors
; obligation: one-is-enough
; In words: for W >= 2, H_SFT is at least 3 R / (10 M) times the cost of never turning, R of any one
; corridor
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const R Real)
(declare-const R_sum Real)
(declare-const W Real)
(assert (>= M 0.0))
(assert (>= R 0.0))
(assert (>= R_sum 0.0))
(assert (> W 0.0))
(assert (<= 2.0 W))
(assert (>= M (* 3.0 W)))
(assert (>= R_sum R))
(assert (not (>= (* W (* 10.0 M (+ M W (* R_sum (+ (- 1.0) W))))) (* W (* 3.0 R (+ W (* M (+ (- 1.0) (* 2.0 W)))))))))
(check-sat)
