; claim: expected-cost
; obligation: telescope
; In words: if the sum of (x_u + x_(u-1) + 1) over the `left` vertices beyond v is 2 (sum of x_e from
; v on) - x_v + left, then the same holds at v-1
; expected answer: unsat
(set-logic QF_NRA)
(declare-const left Real)
(declare-const rest Real)
(declare-const tail Real)
(declare-const x Real)
(declare-const x_next Real)
(assert (>= left 0.0))
(assert (>= rest 0.0))
(assert (>= tail 0.0))
(assert (>= x 0.0))
(assert (>= x_next 0.0))
(assert (= rest (+ left (* 2.0 tail) (* (- 1.0) x))))
(assert (not (= (+ 1.0 rest x x_next) (+ 1.0 left (* 2.0 tail) x_next))))
(check-sat)
