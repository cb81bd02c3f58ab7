; claim: no-crossover
; obligation: strictly-below
; In words: every policy has a smaller pass@k than the straight one
; Scope: all W, K, L, every policy in (0, 1], every number of leaf visits g >= 0, every number of
; samples k >= 0
; Where success is success, straight is straight, left is left after g steps of leaf visits that the
; budget allows: from success = 0, straight = 0, left = 1 to success = best, straight = straight*(1 -
; 1/W) + 1/W, left = left*(1 - 1/W), for any a >= 0, e > 0, best >= 0 with (<= (+ a e) 1) and (<= (* W
; best) (+ (* e (+ 1 (* success (+ (- 1) W)))) (* W a best)))
; Where power is power, other_power is other_power after k steps of powers of two bases: from power =
; 1, other_power = 1 to power = miss*power, other_power = other_miss*other_power
; expected answer: sat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const g Real)
(declare-const k Real)
(declare-const left Real)
(declare-const miss Real)
(declare-const other_miss Real)
(declare-const other_power Real)
(declare-const power Real)
(declare-const straight Real)
(declare-const success Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= g 0.0))
(assert (>= k 0.0))
(assert (>= left 0.0))
(assert (>= other_power 0.0))
(assert (>= power 0.0))
(assert (>= straight 0.0))
(assert (>= success 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (=> (and (>= g 0.0) (>= W 1.0)) (and (<= success (+ 1.0 (* (- 1.0) left))) (= straight (+ 1.0 (* (- 1.0) left))))))
(assert (=> (and (>= k 0.0) (>= miss 0.0) (<= miss other_miss)) (<= power other_power)))
(assert (not (and (<= success (+ 1.0 (* (- 1.0) left))) (= straight (+ 1.0 (* (- 1.0) left))) (=> (and (= miss left) (= other_miss (+ 1.0 (* (- 1.0) success))) (>= left 0.0)) (< (+ 1.0 (* (- 1.0) other_power)) (+ 1.0 (* (- 1.0) power)))))))
(check-sat)
