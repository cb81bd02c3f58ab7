; claim: equal-gaps
; obligation: exit
; In words: at the exit behind it (1-s) (1-s') (F - E) is (1-w) E F times what is made of s - s', the
; excess C at the entry, and the tail (1-F)/(1-w) of the law there
; expected answer: unsat
(set-logic QF_NRA)
(declare-const C Real)
(declare-const E_next Real)
(declare-const F_next Real)
(declare-const s Real)
(declare-const s_more Real)
(declare-const tail Real)
(declare-const w Real)
(assert (not (= (* E_next F_next (+ (* (- 1.0) (+ 1.0 (* (- 1.0) s)) (+ 1.0 (* (- 1.0) s_more w (+ s_more (* w (+ 1.0 (* (- 1.0) s_more)) (+ 1.0 (* (- 1.0) tail (+ 1.0 (* (- 1.0) w))))))))) (* (+ 1.0 (* (- 1.0) s_more)) (+ 1.0 (* (- 1.0) s w (+ s (* w (+ 1.0 (* (- 1.0) s)) (+ 1.0 (* (- 1.0) C (+ 1.0 (* (- 1.0) w))) (* (- 1.0) tail (+ 1.0 (* (- 1.0) w))))))))))) (* E_next F_next (+ 1.0 (* (- 1.0) w)) (+ (* (+ s (* (- 1.0) s_more)) (+ 1.0 (* w (+ 1.0 (* (- 1.0) s)) (+ 1.0 (* (- 1.0) s_more)) (+ 1.0 (* tail w))))) (* C s (* w w) (+ 1.0 (* (- 1.0) s)) (+ 1.0 (* (- 1.0) s_more))))))))
(check-sat)
