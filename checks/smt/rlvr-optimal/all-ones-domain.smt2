; claim: rlvr-optimal
; obligation: all-ones-domain
; In words: surplus crossings by vertex: what is declared positive is so at the start, and stays so
; expected answer: unsat
(set-logic QF_NRA)
(declare-const X Real)
(declare-const p Real)
(declare-const q Real)
(declare-const short Real)
(declare-const x Real)
(assert (>= X 0.0))
(assert (> p 0.0))
(assert (> q 0.0))
(assert (>= short 0.0))
(assert (>= x 0.0))
(assert (<= p 1.0))
(assert (<= q 1.0))
(assert (not (and (>= 0.0 0.0) (>= 0.0 0.0) (>= 0.0 0.0) (>= (+ 1.0 (* (- 1.0) p) (* q x)) (* 0.0 p)) (>= (+ 1.0 (* (- 1.0) p) (* X p) (* q x)) (* 0.0 p)) (>= (+ 1.0 (* (- 1.0) p) short) 0.0))))
(check-sat)
