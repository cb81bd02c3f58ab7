; claim: frozen-growth
; obligation: cost
; In words: forward rows of one leave no surplus on the way out, so that H = 1 + W(2K+1) + (W-1) (2 S
; - (2K+1))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const B Real)
(declare-const K Real)
(declare-const S Real)
(declare-const W Real)
(assert (> B 0.0))
(assert (>= K 0.0))
(assert (>= S 0.0))
(assert (> W 0.0))
(assert (= B (+ (- 1.0) (* (- 2.0) K) (* 2.0 S))))
(assert (not (and (= 0.0 0.0) (= (+ 1.0 (* B (+ (- 1.0) W)) (* W (+ 1.0 (* 2.0 K)))) (+ 1.0 (* W (+ 1.0 (* 2.0 K))) (* (+ (- 1.0) W) (+ (- 1.0) (* (- 2.0) K) (* 2.0 S))))))))
(check-sat)
