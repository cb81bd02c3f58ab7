; claim: sft-dynamics
; obligation: entry-velocity
; In words: if the data take all lanes alike, the gap of each lane to the connector grows at w (1 +
; 1/L) (1 - pi)
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const pi Real)
(declare-const w Real)
(assert (> L 0.0))
(assert (> pi 0.0))
(assert (> w 0.0))
(assert (<= pi 1.0))
(assert (not (= (* L (* w (+ 1.0 (* (- 1.0) pi) (* L (+ 1.0 (* (- 1.0) pi)))))) (* L (* w (+ 1.0 (* (- 1.0) pi)) (+ 1.0 L))))))
(check-sat)
