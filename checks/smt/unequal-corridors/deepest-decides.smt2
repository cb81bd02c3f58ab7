; claim: unequal-corridors
; obligation: deepest-decides
; In words: with R the greatest, H_SFT is between (W-1) R / W and 1 + M/W + (W-1) R
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
(assert (<= 1.0 W))
(assert (>= R_sum R))
(assert (<= R_sum (* R W)))
(assert (not (and (>= (* W (+ M W (* R_sum (+ (- 1.0) W)))) (* W (* R (+ (- 1.0) W)))) (<= (* W (+ M W (* R_sum (+ (- 1.0) W)))) (* W (+ M W (* R W (+ (- 1.0) W))))))))
(check-sat)
