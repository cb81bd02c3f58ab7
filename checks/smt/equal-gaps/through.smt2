; claim: equal-gaps
; obligation: through
; In words: E_(v+1) (1 - turn R_(v+1)) does not need R_v, the weight of the way back before diamond v,
; as E_v (1 - turn R_v) = pass
; expected answer: unsat
(set-logic QF_NRA)
(declare-const E Real)
(declare-const E_next Real)
(declare-const R Real)
(declare-const pass Real)
(declare-const turn Real)
(declare-const w Real)
(assert (not (= (* E_next (+ 1.0 (* (- 1.0) turn w (+ turn (* E R pass w))))) (* E_next (+ 1.0 (* (- 1.0) (* turn turn) w) (* (- 1.0) E pass (* w w)) (* E pass (* w w) (+ 1.0 (* (- 1.0) R turn))))))))
(check-sat)
