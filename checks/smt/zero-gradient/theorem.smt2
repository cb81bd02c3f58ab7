; claim: zero-gradient
; obligation: theorem
; In words: SFT on golden paths, which are shortest paths, gives no gradient to backward rows
; Scope: all W, K, L, every walk, every probability pi in (0, 1], every number of visits taken, others
; >= 0
; Where level is level, downs is downs after steps steps of steps of a walk from the source: from
; level = 0, downs = 0 to level = -2*down + level + 1, downs = down + downs, for any down with (or (=
; down 0) (= down 1))
; expected answer: unsat
(set-logic QF_NRA)
(declare-const K Real)
(declare-const L Real)
(declare-const W Real)
(declare-const downs Real)
(declare-const level Real)
(declare-const others Real)
(declare-const pi Real)
(declare-const steps Real)
(declare-const taken Real)
(assert (>= K 0.0))
(assert (> L 0.0))
(assert (> W 0.0))
(assert (>= downs 0.0))
(assert (>= others 0.0))
(assert (> pi 0.0))
(assert (>= taken 0.0))
(assert (>= W 1.0))
(assert (>= K 1.0))
(assert (>= L 1.0))
(assert (<= pi 1.0))
(assert (=> (>= steps 0.0) (= level (+ (* (- 2.0) downs) steps))))
(assert (=> (and (= level (+ (* (- 2.0) downs) steps)) (= level (+ 2.0 (* 2.0 K))) (<= steps (+ 2.0 (* 2.0 K)))) (= downs 0.0)))
(assert (=> (and (<= pi 1.0) (= (+ others taken) 0.0)) (= (+ (* (- 1.0) taken) (* pi (+ others taken))) 0.0)))
(assert (not (=> (and (and (>= steps 0.0) (= level (+ 2.0 (* 2.0 K))) (= steps (+ 2.0 (* 2.0 K)))) (<= (+ others taken) downs)) (and (= downs 0.0) (= (+ (* (- 1.0) taken) (* pi (+ others taken))) 0.0)))))
(check-sat)
