; claim: cot-pass
; obligation: formula-base
; In words: before the first departure the walk is sound and has not succeeded
; expected answer: unsat
(set-logic QF_NRA)
(declare-const again_more Real)
(declare-const best Real)
(declare-const i Real)
(declare-const rounds Real)
(declare-const share Real)
(declare-const sound_more Real)
(declare-const sum Real)
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= again_more 1.0))
(assert (= share 1.0))
(assert (= rounds 1.0))
(assert (= sound_more 0.0))
(assert (= sum 0.0))
(assert (= best 0.0))
(assert (not (and (= (* rounds share) 1.0) (= sum 0.0))))
(check-sat)
