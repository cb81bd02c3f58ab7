; claim: sft-cost
; obligation: rho-is-L
; In words: the SFT limit costs 1 + W(2K+1) + (W-1) g_K with rho = L, the rate in the paper's
; statement
; expected answer: sat
(set-logic QF_NIA)
(declare-const L Int)
(declare-const W Int)
(assert (> L 0))
(assert (> W 0))
(assert (not (= (* (+ 1 L (* L L)) (+ L (* 3 L W) (* (+ (- 1) W) (+ 2 (* 3 L) (* 2 (* L L)) (* 2 L (+ 1 L)))))) (* L (+ 1 L (* L L) (* 3 W (+ 1 L (* L L))) (* (+ (- 1) W) (+ (- 3) (* (- 7) L) (* (- 5) (* L L)) (* 2 L (+ 1 L) (+ 1 (* 2 L))))))))))
(check-sat)
