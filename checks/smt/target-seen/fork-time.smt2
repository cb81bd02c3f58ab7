; claim: target-seen
; obligation: fork-time
; In words: with n = W-1, an error of at most (2K+2)/(2K+2+R) has tau >= R/(2K+2) - 1/n, and is there
; where tau >= (n+1)(1 + R/(2K+2))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const D Real)
(declare-const E Real)
(declare-const K Real)
(declare-const R Real)
(declare-const n Real)
(declare-const tau Real)
(assert (>= D 0.0))
(assert (> E 0.0))
(assert (>= K 0.0))
(assert (>= R 0.0))
(assert (> n 0.0))
(assert (>= tau 0.0))
(assert (= (+ (- 1.0) E (* D n)) (* n tau)))
(assert (>= E 1.0))
(assert (<= D (+ (- 1.0) E)))
(assert (>= n 1.0))
(assert (not (and (=> (<= (* n (+ 2.0 (* 2.0 K) R)) (* 1.0 (* 2.0 (+ E n) (+ 1.0 K)))) (>= (* (+ 2.0 (* 2.0 K)) (+ 1.0 (* n tau))) (* R n))) (=> (>= (* tau (+ 2.0 (* 2.0 K))) (* (+ 1.0 n) (+ 2.0 (* 2.0 K) R))) (<= (* n (+ 2.0 (* 2.0 K) R)) (* 1.0 (* 2.0 (+ E n) (+ 1.0 K))))))))
(check-sat)
