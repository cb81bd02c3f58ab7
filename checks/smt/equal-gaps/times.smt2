; claim: equal-gaps
; obligation: times
; In words: of the sum of two independent times the excess is C F' + E C', with those of both
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const C_other Real)
(declare-const E Real)
(declare-const E_next Real)
(declare-const w Real)
(assert (not (= (+ (* (- 1.0) E E_next) (* (+ E (* C (+ 1.0 (* (- 1.0) w)))) (+ E_next (* C_other (+ 1.0 (* (- 1.0) w)))))) (* (+ 1.0 (* (- 1.0) w)) (+ (* C (+ E_next (* C_other (+ 1.0 (* (- 1.0) w))))) (* C_other E))))))
(check-sat)
