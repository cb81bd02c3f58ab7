; claim: distillation
; obligation: backward-weight
; In words: one return is expected from a wrong corridor, which W-1 of the W targets make it: a
; backward row and each lane's share of one have positive weight if W > 1, and none if W = 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const W Real)
(declare-const lane Real)
(declare-const weight Real)
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= lane 0.0))
(assert (>= weight 0.0))
(assert (<= 1.0 W))
(assert (= (* W weight) (+ (- 1.0) W)))
(assert (= (* L lane) weight))
(assert (not (and (=> (> W 1.0) (> lane 0.0)) (=> (= W 1.0) (= weight 0.0)))))
(check-sat)
