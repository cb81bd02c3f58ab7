; claim: expected-cost
; obligation: fold
; In words: if the values at a vertex of the target's corridor and of the wrong ones satisfy the
; first-step equation, so does their average over the W corridors
; expected answer: unsat
(set-logic QF_NRA)
(declare-const W Real)
(declare-const p Real)
(declare-const target_back Real)
(declare-const target_next Real)
(declare-const wrong_back Real)
(declare-const wrong_next Real)
(assert (> W 0.0))
(assert (> p 0.0))
(assert (<= 1.0 W))
(assert (<= p 1.0))
(assert (not (= (* W (+ 1.0 (* p target_next) (* target_back (+ 1.0 (* (- 1.0) p))) (* (+ (- 1.0) W) (+ 1.0 (* p wrong_next) (* wrong_back (+ 1.0 (* (- 1.0) p))))))) (* W (+ W (* p (+ target_next (* wrong_next (+ (- 1.0) W)))) (* (+ 1.0 (* (- 1.0) p)) (+ target_back (* wrong_back (+ (- 1.0) W)))))))))
(check-sat)
