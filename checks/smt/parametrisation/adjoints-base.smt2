; claim: parametrisation
; obligation: adjoints-base
; In words: x = 0, and s_0 = 1 is within delta of one
; expected answer: unsat
(set-logic QF_NRA)
(declare-const delta Real)
(declare-const i Real)
(declare-const more Real)
(declare-const s_i Real)
(declare-const x_i Real)
(assert (> delta 0.0))
(assert (>= i 0.0))
(assert (>= more 0.0))
(assert (= i 0.0))
(assert (= x_i 0.0))
(assert (= s_i 1.0))
(assert (= more 0.0))
(assert (not (and (>= x_i 0.0) (>= s_i 1.0) (=> (and (= more 0.0) (< (* delta (+ 1.0 i)) 1.0)) (and (>= s_i (* (+ 1.0 i) (+ 1.0 (* (- 1.0) delta (+ 1.0 i))))) (<= (* s_i (+ 1.0 (* (- 1.0) delta (+ 1.0 i)))) (+ 1.0 i)) (<= (* x_i (+ 1.0 (* (- 1.0) delta i))) (* delta i)))))))
(check-sat)
