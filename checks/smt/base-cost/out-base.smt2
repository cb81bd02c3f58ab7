; claim: base-cost
; obligation: out-base
; In words: out: before the first diamond the closed forms of x and of the sum of x are 0
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const i Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= i 0.0))
(assert (= i 0.0))
(assert (= P 1.0))
(assert (not (and (= (* i (+ 1.0 L)) (* 0.0 L)) (= (* i (+ 2.0 (* 2.0 L) (* 2.0 (* L L)) (* (+ (- 1.0) i) (+ 1.0 (* 2.0 L) (* L L))))) (* 0.0 (* 2.0 L))))))
(check-sat)
