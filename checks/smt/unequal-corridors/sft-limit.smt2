; claim: unequal-corridors
; obligation: sft-limit
; In words: forward rows of one leave no surplus: A_t = m_t, one try each, and H = 1 + M/W + (W-1)/W
; sum R
; expected answer: unsat
(set-logic QF_NRA)
(declare-const H Real)
(declare-const M Real)
(declare-const R_sum Real)
(declare-const W Real)
(declare-const partial Real)
(declare-const sum Real)
(assert (>= H 0.0))
(assert (>= M 0.0))
(assert (>= R_sum 0.0))
(assert (> W 0.0))
(assert (>= partial 0.0))
(assert (>= sum 0.0))
(assert (<= 1.0 W))
(assert (= (* W (+ (- 1.0) H)) (+ M sum)))
(assert (= sum (+ (* (- 1.0) partial) (* R_sum W))))
(assert (= partial R_sum))
(assert (not (and (= 0.0 0.0) (= (* H W) (+ M W (* R_sum (+ (- 1.0) W)))))))
(check-sat)
