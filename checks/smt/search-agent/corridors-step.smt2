; claim: search-agent
; obligation: corridors-step
; In words: if it is n/2 wrong corridors and a passage away with n of them left, it is (n+1)/2 and one
; with n + 1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const back Real)
(declare-const i Real)
(declare-const passage Real)
(assert (>= i 0.0))
(assert (not (= (* 2.0 (+ (* 2.0 passage (+ 2.0 i)) (* (+ 1.0 i) (+ (* 2.0 back) (* 2.0 passage) (* i (+ back passage)))))) (* (+ 4.0 (* 2.0 i)) (+ (* 2.0 passage) (* (+ back passage) (+ 1.0 i)))))))
(check-sat)
