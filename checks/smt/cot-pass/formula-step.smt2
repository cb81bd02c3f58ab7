; claim: cot-pass
; obligation: formula-step
; In words: one departure more adds the next term of the sum
; expected answer: unsat
(set-logic QF_NRA)
(declare-const P Real)
(declare-const Q Real)
(declare-const W Real)
(declare-const i Real)
(declare-const rounds Real)
(declare-const share Real)
(declare-const sum Real)
(assert (>= P 0.0))
(assert (>= Q 0.0))
(assert (> W 0.0))
(assert (>= i 0.0))
(assert (not (and (= (* W (* P Q rounds share (+ (- 1.0) W (* (- 1.0) i)))) (* W (* P Q rounds share (+ (- 1.0) W (* (- 1.0) i))))) (= (* W (+ (* W sum) (* P rounds share))) (* W (+ (* W sum) (* P rounds share)))))))
(check-sat)
