; claim: target-seen
; obligation: frozen-domain
; In words: diamonds with forward rows one and backward rows at base: what is declared positive is so
; at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const L Real)
(declare-const P Real)
(declare-const R Real)
(assert (> L 0.0))
(assert (> P 0.0))
(assert (>= R 0.0))
(assert (not (and (>= 2.0 0.0) (> 1.0 0.0) (>= (+ (* 2.0 L) (* (+ 1.0 L) (+ (* 2.0 L) (* R (+ 1.0 L))))) (* 0.0 L)) (> (* P (* (+ 1.0 L) (+ 1.0 L))) (* 0.0 L)))))
(check-sat)
