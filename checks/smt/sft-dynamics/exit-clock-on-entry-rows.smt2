; claim: sft-dynamics
; obligation: exit-clock-on-entry-rows
; In words: entry rows keep to the exit rows' bounds
; expected answer: sat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const E Real)
(declare-const L Real)
(declare-const tau Real)
(assert (>= D 0.0))
(assert (> E 0.0))
(assert (> L 0.0))
(assert (>= tau 0.0))
(assert (= tau (+ D (* L (+ (- 1.0) E)))))
(assert (>= E 1.0))
(assert (<= D (+ (- 1.0) E)))
(assert (not (<= (* 1.0 (+ 1.0 L (* L tau))) (* L (+ 1.0 (* E L))))))
(check-sat)
