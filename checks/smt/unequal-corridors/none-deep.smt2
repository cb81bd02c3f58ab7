; claim: unequal-corridors
; obligation: none-deep
; In words: if the R together are at most c M, c >= 2, then H_SFT is at most c/2 times the cost of
; never turning
; expected answer: unsat
(set-logic QF_NRA)
(declare-const M Real)
(declare-const R_sum Real)
(declare-const W Real)
(declare-const c Real)
(assert (>= M 0.0))
(assert (>= R_sum 0.0))
(assert (> W 0.0))
(assert (>= c 0.0))
(assert (<= 1.0 W))
(assert (<= 2.0 c))
(assert (<= R_sum (* M c)))
(assert (not (<= (* (* 2.0 W) (+ M W (* R_sum (+ (- 1.0) W)))) (* W (* c (+ W (* M (+ (- 1.0) (* 2.0 W)))))))))
(check-sat)
