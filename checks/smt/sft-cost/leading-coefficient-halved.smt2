; claim: sft-cost
; obligation: leading-coefficient-halved
; In words: the SFT limit costs 1 + W(2K+1) + (W-1) g_K with (2L+1)(L+1) for 2(2L+1)(L+1)
; expected answer: sat
(set-logic QF_NIA)
(declare-const L Int)
(declare-const W Int)
(assert (> L 0))
(assert (> W 0))
(assert (not (= (* (* (* L L) (+ 1 L (* L L))) (+ (* L L) (* 5 (* L L) W) (* (+ (- 1) W) (+ (* 4 L) (* 5 (* L L)) (* 4 (* L L L)) (* 2 (* L L) (+ 1 L)) (* 2 (+ 1 L) (+ (* L L) (* (+ 1 L) (+ 1 (* L (+ 1 L)))))) (* 2 L (+ 1 L) (+ 1 (* L (+ 1 L)))))))) (* (* L L) (+ (* (* L L) (+ 1 L (* L L))) (* (+ (- 1) W) (+ (* (- 1) (* L L)) (* (- 5) (* L L L)) (* (- 3) (* L L L L)) (* (- 4) (* L L) (+ 1 L (* L L))) (* (* (+ 1 L) (+ 1 L) (+ 1 L) (+ 1 L) (+ 1 L)) (+ 1 (* 2 L))))) (* 5 (* L L) W (+ 1 L (* L L))))))))
(check-sat)
