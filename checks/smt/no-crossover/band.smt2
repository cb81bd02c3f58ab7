; claim: no-crossover
; obligation: band
; In words: whoever has fewer than 2K+1 + (g+1)(4K+2) steps left, and uses 4K+2 or more for a leaf and
; the way back, has fewer than 2K+1 + g (4K+2) steps left
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const g Real)
(declare-const left Real)
(declare-const used Real)
(assert (>= K 0.0))
(assert (>= g 0.0))
(assert (> left 0.0))
(assert (> used 0.0))
(assert (< left (+ 1.0 (* 2.0 K) (* 2.0 (+ 1.0 (* 2.0 K)) (+ 1.0 g)))))
(assert (>= used (+ 2.0 (* 4.0 K))))
(assert (not (< (+ left (* (- 1.0) used)) (+ 1.0 (* 2.0 K) (* 2.0 g (+ 1.0 (* 2.0 K)))))))
(check-sat)
