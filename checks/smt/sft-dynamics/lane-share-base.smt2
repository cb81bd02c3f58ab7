; claim: sft-dynamics
; obligation: lane-share-base
; In words: at the diamond of a lane one golden path in L takes it
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const before Real)
(declare-const i Real)
(declare-const through Real)
(assert (> L 0.0))
(assert (> before 0.0))
(assert (>= i 0.0))
(assert (> through 0.0))
(assert (>= L 1.0))
(assert (= i 0.0))
(assert (= through before))
(assert (not (= (* L through) (* L before))))
(check-sat)
