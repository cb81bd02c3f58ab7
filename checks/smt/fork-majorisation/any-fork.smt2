; claim: fork-majorisation
; obligation: any-fork
; In words: of two corridors the first, likelier or not, gains; then one answer is correct at least as
; often
; expected answer: sat
(set-logic QF_NRA)
(declare-const gain_behind Real)
(declare-const pi_1 Real)
(declare-const pi_2 Real)
(assert (>= gain_behind 0.0))
(assert (> pi_1 0.0))
(assert (> pi_2 0.0))
(assert (= (+ pi_1 pi_2) 1.0))
(assert (<= gain_behind 1.0))
(assert (not (>= (* gain_behind (+ pi_1 (* (- 1.0) pi_2))) 0.0)))
(check-sat)
