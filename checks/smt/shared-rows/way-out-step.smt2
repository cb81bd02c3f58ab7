; claim: shared-rows
; obligation: way-out-step
; In words: nor is one after the next diamond
; expected answer: unsat
(set-logic QF_NRA)
(declare-const S Real)
(declare-const a Real)
(declare-const b Real)
(declare-const c Real)
(declare-const d Real)
(declare-const x Real)
(assert (> a 0.0))
(assert (> b 0.0))
(assert (> c 0.0))
(assert (> d 0.0))
(assert (<= a 1.0))
(assert (<= c 1.0))
(assert (=> (and (> a 0.0) (> b 0.0) (>= x 0.0) (<= a 1.0)) (>= (+ 1.0 (* (- 1.0) a) (* b x)) (* 0.0 a))))
(assert (=> (and (> c 0.0) (> d 0.0) (>= (+ 1.0 (* (- 1.0) a) (* b x)) (* 0.0 a)) (<= c 1.0)) (>= (+ (* a (+ 1.0 (* (- 1.0) c))) (* d (+ 1.0 (* (- 1.0) a) (* b x)))) (* 0.0 (* a c)))))
(assert (=> (and (>= S 0.0) (>= (+ 1.0 (* (- 1.0) a) (* b x)) (* 0.0 a)) (>= (+ (* a (+ 1.0 (* (- 1.0) c))) (* d (+ 1.0 (* (- 1.0) a) (* b x)))) (* 0.0 (* a c)))) (>= (+ (* a (+ 1.0 (* (- 1.0) c))) (* c (+ 1.0 (* (- 1.0) a))) (* d (+ 1.0 (* (- 1.0) a) (* b x))) (* S a c) (* b c x)) (* 0.0 (* a c)))))
(assert (and (>= x 0.0) (>= S 0.0)))
(assert (not (and (>= (+ (* a (+ 1.0 (* (- 1.0) c))) (* d (+ 1.0 (* (- 1.0) a) (* b x)))) (* 0.0 (* a c))) (>= (+ (* a (+ 1.0 (* (- 1.0) c))) (* c (+ 1.0 (* (- 1.0) a))) (* d (+ 1.0 (* (- 1.0) a) (* b x))) (* S a c) (* b c x)) (* 0.0 (* a c))))))
(check-sat)
